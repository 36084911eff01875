/**
 * The words of the house: the readonly data that flows from room to room.
 *
 * documents → scripts → commands → sign-ins → findings → changes → edits. Every offset is in UTF-16 code
 * units; unless a docstring says otherwise it counts from the start of the script's text.
 */

export * from './context';
export * from './finding';
export * from './fix';
export * from './hostChange';
export * from './hostStep';
export * from './script';
export * from './signIn';
