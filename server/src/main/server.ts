// Either part brings its own transport; in one bundle they share the rest.
void (typeof process === 'undefined' ? import('./browser') : import('./node'));
