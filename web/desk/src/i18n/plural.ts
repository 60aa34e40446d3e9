type Forms = { readonly one: string; readonly few?: string; readonly many: string }

/**
 * Chooses the form of a word by the language's own rule (CLDR through Intl).
 * @returns the word alone, without the number.
 */
export function pluralOf(locale: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale)
  return (n, forms) => {
    const category = rules.select(n)
    if (category === 'one') return forms.one
    return category === 'few' ? (forms.few ?? forms.many) : forms.many
  }
}
