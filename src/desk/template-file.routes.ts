/** Files that go with approved words: put in by who writes a draft, seen by whoever may read templates. */
import { z } from 'zod'
import { TemplateFile } from '#contracts'
import { addTemplateFile, readTemplateFile } from '#handoff'
import { sharedFileKey } from '#platform'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { receiveUpload } from './receive-upload.ts'
import { sendFile } from './send-file.ts'

export const templateFileRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/template-files',
    summary: 'Upload one file for a draft of a template (multipart, field "file"). Its type is told from its content.',
    permission: 'templates.edit',
    answer: TemplateFile,
    handle: async ({ ctx, reply }) => addTemplateFile(ctx, await receiveUpload(ctx, reply.request, sharedFileKey)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/template-files/:fileId',
    summary: 'The bytes of a file of a template.',
    permission: 'templates.read',
    params: z.object({ fileId: z.string().max(64) }),
    handle: async ({ ctx, params, reply }) => sendFile(ctx, reply, await readTemplateFile(ctx, params.fileId)),
  }),
]
