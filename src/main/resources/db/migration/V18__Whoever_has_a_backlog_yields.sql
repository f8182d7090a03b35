-- Tenants whose backlog is worked on come after those that are due by their schedule, or because somebody asked (schedule.Turn).
UPDATE scheduled_tasks SET priority = 50 WHERE priority IS NULL;
ALTER TABLE scheduled_tasks ALTER COLUMN priority SET DEFAULT 50;
CREATE INDEX ix_scheduled_tasks_turn ON scheduled_tasks (priority DESC, execution_time);
