// natural 8 has no `exports` map and types only for its root, whose import loads database drivers and reads .env.
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(token: string): string }
  export = stemmer
}
declare module 'natural/lib/natural/stemmers/porter_stemmer_ru.js' {
  const stemmer: { stem(token: string): string }
  export = stemmer
}
