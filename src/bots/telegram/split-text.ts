/** Moved: every channel cuts with the same function. */
export { lastSeam, splitText } from '../deliver/split-text.ts'
