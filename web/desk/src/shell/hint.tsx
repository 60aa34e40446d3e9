import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react'

type Side = 'top' | 'right'
type Asked = { readonly target: HTMLElement; readonly label: string; readonly side: Side }
type Label = string | (() => string)

/** A pointer on its way elsewhere asks for nothing. */
const showAfterMs = 350
/** What bears the hint may go away under it. */
const lookEveryMs = 300
const hintId = 'hint'
const gapPx = 8
const edgePx = 6

let shown: Asked | null = null
let timer: ReturnType<typeof setTimeout> | null = null
const listeners = new Set<() => void>()

function put(next: Asked | null): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  if (next === shown) return
  shown?.target.removeAttribute('aria-describedby')
  shown = next
  shown?.target.setAttribute('aria-describedby', hintId)
  for (const listener of listeners) listener()
}

const hide = () => put(null)

function ask(target: HTMLElement, label: Label, side: Side): void {
  if (timer !== null) clearTimeout(timer)
  timer = setTimeout(() => put({ target, label: typeof label === 'string' ? label : label(), side }), showAfterMs)
  target.addEventListener('pointerleave', hide, { once: true })
  target.addEventListener('blur', hide, { once: true })
}

type Bearer = {
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  onFocus?: (event: FocusEvent<HTMLElement>) => void
}

/**
 * Says a word more about its child to whoever rests the pointer on it or comes to it by keyboard. It costs its child nothing until
 * then: one place of the page draws all of them. @param props.label may be made when it is asked for.
 */
export function Hint(props: { label: Label; side?: Side; children: ReactElement<Bearer> }) {
  const { label, side = 'top', children } = props
  return cloneElement(children, {
    onPointerEnter: ({ currentTarget, pointerType }) => pointerType !== 'touch' && ask(currentTarget, label, side),
    onFocus: ({ currentTarget }) => currentTarget.matches(':focus-visible') && ask(currentTarget, label, side),
  })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where the hints of the page are drawn; there is one. */
export function Hints() {
  const asked = useSyncExternalStore(subscribe, () => shown)
  useHiding(asked !== null)
  return asked && <Drawn key={asked.label} asked={asked} />
}

/** Whatever is done next, the hint is in its way no longer; Escape alone does away with it too. */
function useHiding(isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return
    const press = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    const looking = setInterval(() => !shown?.target.isConnected && hide(), lookEveryMs)
    document.addEventListener('keydown', press)
    document.addEventListener('pointerdown', hide, true)
    document.addEventListener('scroll', hide, true)
    return () => {
      clearInterval(looking)
      document.removeEventListener('keydown', press)
      document.removeEventListener('pointerdown', hide, true)
      document.removeEventListener('scroll', hide, true)
    }
  }, [isShown])
}

function Drawn({ asked: { target, label, side } }: { asked: Asked }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (place.current) putBeside(place.current, target.getBoundingClientRect(), side)
  }, [target, side])
  return (
    <div ref={place} id={hintId} role="tooltip" className="hint">
      {label}
    </div>
  )
}

/** Above its bearer where there is room, else below; never beyond the edge of the window. */
function putBeside(hint: HTMLElement, bearer: DOMRect, side: Side): void {
  const { offsetWidth: width, offsetHeight: height } = hint
  const within = (at: number, most: number) => Math.min(Math.max(edgePx, at), most - edgePx)
  const above = bearer.top - height - gapPx
  const middle = bearer.left + (bearer.width - width) / 2
  const left = side === 'right' ? bearer.right + gapPx : within(middle, innerWidth - width)
  const beside = within(bearer.top + (bearer.height - height) / 2, innerHeight - height)
  const over = above < edgePx ? bearer.bottom + gapPx : above
  hint.style.translate = `${Math.round(left)}px ${Math.round(side === 'right' ? beside : over)}px`
}
