import type { Classification, Priority, RequestType } from '#contracts'
import type { MessageId, OperatorId, RequestId } from '#kernel'
import type { Tx } from '#platform'

export async function insertOpinion(
  tx: Tx,
  input: { id: string; requestId: RequestId; messageId: MessageId; classification: Classification; at: Date },
): Promise<void> {
  const { id, requestId, messageId, at, classification: it } = input
  await tx.$executeRaw`
    INSERT INTO classification_record (id, request_id, message_id, type, second_type, probabilities, priority, topic, language,
      script, needs_identity, confidence, abstained, reasons, model_version, at)
    VALUES (${id}::uuid, ${requestId}::uuid, ${messageId}::uuid, ${it.type}, ${it.secondType}, ${JSON.stringify(it.probabilities)}::jsonb,
      ${it.priority}, ${it.topic}, ${it.language}, ${it.script}, ${it.needsIdentity}, ${it.confidence}, ${it.abstained},
      ${JSON.stringify(it.reasons)}::jsonb, ${it.modelVersion}, ${at})`
}

/** What a person made of the opinion in force; the model learns from the difference. */
export async function recordCorrection(
  tx: Tx,
  classificationId: string | null,
  to: {
    type: RequestType
    priority: Priority
    topic: string
    operatorId: OperatorId | null
    at: Date
    reason: string | null
  },
): Promise<void> {
  if (classificationId === null) return
  await tx.classificationRecord.update({
    where: { id: classificationId },
    data: {
      correctedById: to.operatorId,
      correctedAt: to.at,
      correctedType: to.type,
      correctedPriority: to.priority,
      correctedTopic: to.topic,
      correctionReason: to.reason,
    },
  })
}
