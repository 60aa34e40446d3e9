/**
 * The whole look, inside the shadow root: the host page's stylesheets cannot reach in and ours cannot leak out. What is inherited
 * ends at the root: a page may say `* { … !important }`, and only an important word of the inside outweighs that. Put in as a
 * constructed stylesheet, which a Content-Security-Policy without 'unsafe-inline' allows.
 */
export const styles = `
:host{all:initial!important}
.root{all:initial;position:fixed;inset-inline-end:20px;bottom:20px;z-index:2147483000;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color-scheme:light dark;
--ink:#14213a;--soft:#5a6780;--paper:#fff;--field:#f3f6fb;--line:#dfe5ef;--brand:#0b5fa5;--brand-ink:#fff;--mine:#0b5fa5;--mine-ink:#fff;--bad:#b3261e;--warn:#fff6df;--warn-ink:#6a4a00}
@media (prefers-color-scheme:dark){.root{--ink:#e8edf6;--soft:#a3b0c6;--paper:#131b2b;--field:#1d2739;--line:#2d394f;--brand:#4ba3ee;--brand-ink:#06182b;--mine:#1f6fb5;--bad:#ff8a80;--warn:#3a2f12;--warn-ink:#ffe4a3}}
*{box-sizing:border-box}
button,textarea,select{font:inherit;color:inherit}
button{cursor:pointer;border:0;background:none;padding:0}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.launch{width:60px;height:60px;border-radius:50%;background:var(--brand);color:var(--brand-ink);display:grid;place-items:center;box-shadow:0 8px 24px #0004;position:relative}
.launch:hover{scale:1.05}
.count{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#d5332a;color:#fff;font-size:13px;font-weight:600;display:grid;place-items:center}
.panel{position:absolute;bottom:76px;inset-inline-end:0;width:380px;max-width:calc(100vw - 40px);height:600px;max-height:calc(100vh - 116px);background:var(--paper);color:var(--ink);border:1px solid var(--line);border-radius:16px;box-shadow:0 16px 48px #0005;display:flex;flex-direction:column;overflow:hidden}
header{background:var(--mine);color:var(--mine-ink);padding:14px 16px;display:flex;gap:10px;align-items:center}
header h2{margin:0;font-size:17px;flex:1}
header select{background:none;color:inherit;border:1px solid currentColor;border-radius:8px;padding:4px 6px;font-size:13px;max-width:104px}
header select option{color:#14213a;background:#fff}
.icon{width:36px;height:36px;border-radius:8px;display:grid;place-items:center;flex:none}
.icon:hover{background:#8883}
.bar{padding:8px 16px;font-size:13px;background:var(--warn);color:var(--warn-ink)}
.log{flex:1;overflow-y:auto;padding:16px;display:flex;flex-direction:column;gap:10px;overscroll-behavior:contain}
.privacy{font-size:12.5px;color:var(--soft);text-align:center;margin:0 8px 4px}
.hello{font-size:20px}
.qr{align-self:center;display:grid;justify-items:center;gap:6px;color:inherit;font-size:13px;text-align:center}
.qr svg{width:168px;background:#fff;border-radius:10px}
.line{max-width:84%;display:flex;flex-direction:column;gap:3px;align-items:flex-start;align-self:flex-start}
.line.own{align-self:flex-end;align-items:flex-end}
.who,.meta,.dots{font-size:12px;color:var(--soft);padding:0 4px}
.bubble{background:var(--field);border-radius:14px;border-end-start-radius:4px;padding:9px 13px;white-space:pre-wrap;overflow-wrap:anywhere}
.own .bubble{background:var(--mine);color:var(--mine-ink);border-radius:14px;border-end-end-radius:4px}
.meta.bad{color:var(--bad)}
.meta button,.privacy button{color:inherit;text-decoration:underline}
.choices{display:flex;flex-wrap:wrap;gap:8px;padding-top:4px}
.choices button{border:1.5px solid var(--brand);color:var(--brand);border-radius:18px;padding:6px 14px;font-weight:500}
.choices button:hover{background:var(--brand);color:var(--brand-ink)}
.choices button:disabled{opacity:.45;cursor:default;background:none;color:var(--brand)}
.file{display:inline-flex;gap:8px;align-items:center;text-decoration:underline;color:inherit}
.file img{max-width:220px;max-height:220px;border-radius:8px;display:block}
.dots{min-height:18px}
form{display:flex;gap:6px;padding:10px 12px;border-top:1px solid var(--line);align-items:flex-end}
textarea{flex:1;resize:none;border:1px solid var(--line);background:var(--field);border-radius:12px;padding:9px 12px;max-height:120px;min-height:40px;color:var(--ink)}
textarea::placeholder{color:var(--soft)}
.send{width:40px;height:40px;border-radius:50%;background:var(--brand);color:var(--brand-ink);display:grid;place-items:center;flex:none}
.send:disabled{opacity:.4;cursor:default}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:480px){.root{inset-inline-end:12px;bottom:12px}.panel{position:fixed;inset:0;width:100vw;max-width:none;height:100dvh;max-height:none;border-radius:0;border:0}.panel+.launch{display:none}}
`
