import { MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Language, Me } from '#contracts'
import { takeEarlyStart } from './api/early-start.ts'
import { getJson, keepTokenOf, sendJson } from './api/http.ts'
import { ProblemError } from './api/problem.ts'
import { I18nProvider, useI18n } from './i18n/i18n.tsx'
import { keepFirstPage } from './live/first-page.ts'
import { theme } from './look/theme.ts'
import { ProofDialog } from './security/proof-dialog.tsx'
import { ConsoleRoot } from './shell/console-root.tsx'
import { ConsoleSkeleton } from './shell/console-skeleton.tsx'
import { FaultScreen } from './shell/fault-screen.tsx'
import { Hints } from './shell/hint.tsx'
import { later } from './shell/later.tsx'

/** Whoever is signed in already needs none of these. */
const SignIn = later(async () => (await import('./sign-in/sign-in.tsx')).SignIn)
const SecondStep = later(async () => (await import('./sign-in/second-step.tsx')).SecondStep)
const RequiredEnrolment = later(async () => (await import('./sign-in/second-step.tsx')).RequiredEnrolment)
const ChangePassword = later(async () => (await import('./sign-in/change-password.tsx')).ChangePassword)

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // A refusal will not change by asking again; a lost connection may.
      retry: (failures, error) => !(error instanceof ProblemError) && failures < 3,
    },
  },
})

/** Null when nobody is signed in. */
async function readMe(): Promise<Me | null> {
  try {
    const start = await takeEarlyStart()
    if (start?.directory) queries.setQueryData(['directory'], start.directory)
    if (start?.first) keepFirstPage(start.first)
    const me = start?.me ?? (await getJson<Me>('/api/me'))
    keepTokenOf(me)
    return me
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null
    throw error
  }
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider>
        <Themed />
      </I18nProvider>
    </QueryClientProvider>
  )
}

const keepLanguage = (interfaceLanguage: Language) =>
  sendJson('PATCH', '/api/me/preferences', { interfaceLanguage }).catch(() => undefined) // the screen has it all the same

/** The language taken at the door is the person's own from then on, wherever they sign in. */
function useLanguageOf(me: Me | null | undefined): (language: Language) => void {
  const { choose } = useI18n()
  const taken = useRef<Language | null>(null)
  const language = me?.interfaceLanguage
  useEffect(() => {
    if (language === undefined) return
    if (taken.current === null) choose(language)
    else if (taken.current !== language) void keepLanguage(taken.current)
    taken.current = null
  }, [language, choose])
  return (one) => {
    choose(one)
    if (me) void keepLanguage(one)
    else taken.current = one
  }
}

/** The theme with the words it needs: what closes a thing says so in the language of the screen. */
function Themed() {
  const { t } = useI18n()
  const spoken = useMemo(() => {
    const closing = { defaultProps: { closeButtonProps: { 'aria-label': t.common.close } } }
    return mergeThemeOverrides(theme, { components: { Notification: closing, Drawer: closing } })
  }, [t])
  return (
    <MantineProvider theme={spoken} defaultColorScheme="auto">
      <Notifications position="bottom-right" containerWidth={290} autoClose={6000} limit={3} />
      <Entrance />
      <Hints />
      <ProofDialog />
    </MantineProvider>
  )
}

function Entrance() {
  const client = useQueryClient()
  const me = useQuery({ queryKey: ['me'], queryFn: readMe, staleTime: Number.POSITIVE_INFINITY })
  const takeLanguage = useLanguageOf(me.data)
  const enter = useCallback(
    (fresh: Me | null) => {
      if (fresh) keepTokenOf(fresh)
      else client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' })
      client.setQueryData(['me'], fresh)
    },
    [client],
  )
  if (me.isPending) return <ConsoleSkeleton />
  if (me.isError) return <FaultScreen error={me.error} retry={() => me.refetch()} />
  if (me.data === null) return <SignIn entered={enter} chooseLanguage={takeLanguage} />
  if (me.data.waitsFor === 'second_step') return <SecondStep me={me.data} entered={enter} chooseLanguage={takeLanguage} />
  if (me.data.mustChangePassword) return <ChangePassword me={me.data} changed={enter} chooseLanguage={takeLanguage} />
  if (me.data.waitsFor === 'enrolment') {
    return <RequiredEnrolment me={me.data} entered={enter} chooseLanguage={takeLanguage} />
  }
  return <ConsoleRoot me={me.data} left={() => enter(null)} />
}
