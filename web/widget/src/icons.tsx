/** The few strokes we need; a picture font or file would be another request and more bytes. */
const paths = {
  talk: 'M4 5h16v11H9l-5 4z',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M4 12l16-7-6 16-3-7z',
  clip: 'M8 12l6-6a3.5 3.5 0 015 5l-8 8a5 5 0 01-7-7l8-8',
} as const

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linejoin="round"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
