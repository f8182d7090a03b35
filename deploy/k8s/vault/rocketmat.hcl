# What the service may do in Vault: see which tenants there are, read their secrets and the operators', and nothing else.
# (Looking up and renewing its own token is in Vault's policy "default".) role.sh puts another engine in the place of "secret".
path "secret/metadata/rocketmat/*" {
  capabilities = ["list", "read"]
}

path "secret/data/rocketmat/*" {
  capabilities = ["read"]
}

# OpenBao tells the versions of all secrets of a folder in one list, so that only what changed is read. Vault has no such path.
path "secret/detailed-metadata/rocketmat/*" {
  capabilities = ["list"]
}
