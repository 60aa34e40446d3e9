export * from './classification.ts'
export * from './errors.ts'
export * from './vocabulary.ts'
