-- CreateIndex
CREATE INDEX "assignment_department_id_at_idx" ON "assignment"("department_id", "at");
