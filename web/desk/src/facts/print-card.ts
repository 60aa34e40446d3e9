/** Prints a filed card as it stands: a frame of its own, so that nothing of the screen comes along. */
export function printCard(title: string, text: string): void {
  const frame = document.createElement('iframe')
  frame.title = title
  frame.className = 'visually-hidden'
  document.body.append(frame)
  const page = frame.contentDocument
  const view = frame.contentWindow
  if (!page || !view) {
    frame.remove()
    return
  }
  page.title = title
  const card = page.createElement('pre')
  card.textContent = text
  Object.assign(card.style, { font: '14px/1.5 serif', whiteSpace: 'pre-wrap', margin: '2cm' })
  page.body.append(card)
  view.addEventListener('afterprint', () => frame.remove())
  view.print()
}
