import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './look/surface.css'
import './look/shell.css'
import './look/list.css'
import './look/timeline.css'
import './look/message.css'
import './look/composer.css'
import './look/facts.css'
import './look/clocks.css'
import './look/reports.css'
import './look/screens.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
