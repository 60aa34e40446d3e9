/**
 * The page at `/`: chats on the left, a phone on the right. Plain HTML and script, nothing loaded from elsewhere.
 * Text goes into the page by textContent only.
 */
export const phonePage = `<!doctype html>
<html lang="uz-Latn">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Telegram emulator</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; --line: #d5dbe1; --ink: #17212b; --paper: #fff; --soft: #f1f4f7; --mine: #dcf2ff; --accent: #1f78b4; --wall: #e6ecf1 }
  @media (prefers-color-scheme: dark) { :root { --line: #2c3945; --ink: #e8eef3; --paper: #17212b; --soft: #1f2c38; --mine: #24506e; --accent: #6cb8ec; --wall: #0f171e } }
  * { box-sizing: border-box }
  body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--wall); display: grid; grid-template-columns: minmax(220px, 320px) 1fr; height: 100vh }
  aside { background: var(--paper); border-right: 1px solid var(--line); display: flex; flex-direction: column; min-height: 0 }
  h1 { font-size: 17px; margin: 0; padding: 16px }
  h1 small { display: block; font-weight: 400; font-size: 13px; opacity: .7 }
  #chats { list-style: none; margin: 0; padding: 0; overflow: auto; flex: 1 }
  #chats button { width: 100%; text-align: left; padding: 10px 16px; border: 0; border-top: 1px solid var(--line); background: none; color: inherit; font: inherit; cursor: pointer }
  #chats button[aria-current=true] { background: var(--mine) }
  #chats span { display: block; font-size: 13px; opacity: .75; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
  #new { display: flex; gap: 8px; padding: 12px 16px; border-top: 1px solid var(--line) }
  #new input { flex: 1; width: 0 }
  input, textarea, .send { font: inherit; color: inherit; padding: 9px 12px; border: 1px solid var(--line); border-radius: 10px; background: var(--soft); min-width: 0 }
  .send { background: var(--accent); color: #fff; border-color: transparent; cursor: pointer }
  @media (prefers-color-scheme: dark) { .send { color: #06131d } }
  main { display: flex; justify-content: center; padding: 16px; min-height: 0 }
  #phone { width: 100%; max-width: 460px; background: var(--paper); border: 1px solid var(--line); border-radius: 22px; display: flex; flex-direction: column; min-height: 0; overflow: hidden }
  header { padding: 12px 16px; border-bottom: 1px solid var(--line); display: flex; gap: 8px; align-items: center }
  header b { flex: 1 }
  .quiet { border: 1px solid var(--line); background: none; color: inherit; border-radius: 8px; padding: 5px 9px; font: inherit; font-size: 13px; cursor: pointer }
  #log { flex: 1; overflow: auto; padding: 14px; display: flex; flex-direction: column; gap: 8px; background: var(--soft) }
  .m { max-width: 84%; padding: 8px 12px; border-radius: 14px; background: var(--paper); white-space: pre-wrap; overflow-wrap: anywhere; align-self: flex-start; border: 1px solid var(--line) }
  .m.mine { align-self: flex-end; background: var(--mine) }
  .m time { display: block; font-size: 11px; opacity: .65; text-align: right }
  .m img { max-width: 100%; border-radius: 8px; display: block }
  .keys { display: grid; gap: 6px; margin-top: 8px; grid-auto-flow: row }
  .keys div { display: flex; gap: 6px; flex-wrap: wrap }
  .keys button { flex: 1; padding: 8px; border: 1px solid var(--accent); border-radius: 9px; background: none; color: inherit; font: inherit; cursor: pointer }
  form { display: flex; gap: 8px; padding: 12px; border-top: 1px solid var(--line); align-items: flex-end }
  textarea { flex: 1; resize: none; height: 42px }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 1px }
  @media (max-width: 720px) { body { grid-template-columns: 1fr; grid-template-rows: 34vh 1fr } }
</style>
</head>
<body>
<aside>
  <h1>Telegram emulator<small id="bot"></small></h1>
  <ul id="chats"></ul>
  <form id="new"><input id="name" aria-label="Yangi mijoz ismi" placeholder="Yangi mijoz ismi" required maxlength="64"><button class="send">Qo\u2018shish</button></form>
</aside>
<main><section id="phone" aria-label="Telefon">
  <header><b id="who">Suhbatni tanlang</b><button class="quiet" id="share" hidden>Raqamim</button><button class="quiet" id="block" hidden></button></header>
  <div id="log" role="log" aria-live="polite"></div>
  <form id="write"><label class="quiet">Fayl<input id="file" type="file" hidden></label><textarea id="text" aria-label="Xabar" placeholder="Xabar yozing" disabled></textarea><button class="send">Yuborish</button></form>
</section></main>
<script>
'use strict'
const $ = (id) => document.getElementById(id)
const make = (tag, text, className) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (className) e.className = className; return e }
let current = null, seen = -1, drawn = '', isBlocked = false
const api = async (path, body) => {
  const answer = await fetch('/_phone/' + path, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return answer.json()
}
const act = async (body) => { if (current !== null) { await api('chats/' + current, body); await refresh(true) } }
const nameOf = (chat) => chat.title || [chat.first_name, chat.last_name].filter(Boolean).join(' ')
const textOf = (m) => m ? (m.text || m.caption || Object.keys(m).find((k) => ['photo','document','voice','sticker','location','contact'].includes(k)) || '') : ''
function drawChats(data) {
  $('bot').textContent = '@' + data.bot.username
  $('chats').replaceChildren(...data.chats.filter((c) => c.chat.type === 'private').sort((a, b) => (b.last?.date ?? 0) - (a.last?.date ?? 0)).map((c) => {
    const item = make('li'), button = make('button', nameOf(c.chat))
    button.append(make('span', textOf(c.last)))
    button.setAttribute('aria-current', String(c.chat.id === current))
    button.onclick = () => { current = c.chat.id; drawn = ''; $('text').disabled = false; $('text').focus(); refresh(true) }
    item.append(button); return item
  }))
}
function drawMessage(m) {
  const box = make('div', undefined, 'm' + (m.from.is_bot ? '' : ' mine'))
  if (m.photo) { const img = make('img'); img.src = '/_phone/files/' + m.photo.at(-1).file_id; img.alt = 'rasm'; box.append(img) }
  if (m.document) box.append(make('div', '\\u{1F4CE} ' + (m.document.file_name || 'hujjat')))
  if (m.voice) box.append(make('div', '\\u{1F3A4} ' + m.voice.duration + ' s'))
  if (m.sticker) box.append(make('div', m.sticker.emoji))
  if (m.location) box.append(make('div', '\\u{1F4CD} ' + m.location.latitude + ', ' + m.location.longitude))
  if (m.contact) box.append(make('div', '\\u{1F4DE} ' + m.contact.phone_number))
  box.append(make('div', m.text || m.caption || ''))
  box.append(make('time', new Date(m.date * 1000).toLocaleTimeString().slice(0, 5) + (m.edit_date ? ' \\u270E' : '')))
  const rows = m.reply_markup?.inline_keyboard
  if (rows) {
    const keys = make('div', undefined, 'keys')
    for (const row of rows) { const line = make('div'); for (const b of row) { const k = make('button', b.text); k.onclick = () => act({ do: 'press', data: b.callback_data }); line.append(k) } keys.append(line) }
    box.append(keys)
  }
  return box
}
function drawChat(data) {
  isBlocked = data.isBlocked
  $('who').textContent = nameOf(data.chat)
  $('block').hidden = $('share').hidden = false
  $('block').textContent = isBlocked ? 'Blokdan chiqarish' : 'Botni bloklash'
  const now = JSON.stringify(data.messages)
  if (now === drawn) return
  drawn = now
  $('log').replaceChildren(...data.messages.map(drawMessage))
  $('log').scrollTop = $('log').scrollHeight
}
async function refresh(isForced) {
  const data = await api('chats')
  if (data.version === seen && !isForced) return
  seen = data.version
  drawChats(data)
  if (current !== null) drawChat(await api('chats/' + current))
}
$('new').onsubmit = async (event) => {
  event.preventDefault()
  const id = 100000000 + Math.floor(Math.random() * 899999999)
  await api('people', { id, first_name: $('name').value, language_code: 'uz' })
  $('name').value = ''; current = id; drawn = ''; $('text').disabled = false
  await refresh(true); $('text').focus()
}
const submit = async () => { const text = $('text').value.trim(); if (text === '' || current === null) return; $('text').value = ''; await act({ do: 'write', text }) }
$('write').onsubmit = (event) => { event.preventDefault(); submit() }
$('text').onkeydown = (event) => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit() } }
$('block').onclick = () => act({ do: isBlocked ? 'unblock' : 'block' })
$('share').onclick = () => act({ do: 'contact', phone: '+998901234567', isOwn: true })
$('file').onchange = () => {
  const chosen = $('file').files[0]; if (!chosen) return
  const reader = new FileReader()
  reader.onload = () => act({ do: chosen.type.startsWith('image/') ? 'photo' : 'document', file: { fileName: chosen.name, mimeType: chosen.type || 'application/octet-stream', base64: String(reader.result).split(',')[1] } })
  reader.readAsDataURL(chosen); $('file').value = ''
}
setInterval(() => refresh(false).catch(() => undefined), 700)
refresh(true)
</script>
</body>
</html>
`
