-- The log is read across tenants too, the last entry first; its primary key begins with the tenant.
CREATE INDEX audit_entry_by_id ON audit_entry (id);
