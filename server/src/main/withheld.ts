// Takes the place of a module that a library asks for, and that what is shipped must not have (scripts/bundles.mjs).
export {};
