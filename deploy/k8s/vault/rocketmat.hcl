# What the service may do in Vault: list the tenants, read their secrets and the operators', use two keys, and nothing else.
# (Vault's policy "default" allows looking up and renewing its own token.) role.sh replaces "secret" if another engine is used.
path "secret/metadata/rocketmat/*" {
  capabilities = ["list", "read"]
}

path "secret/data/rocketmat/*" {
  capabilities = ["read"]
}

# OpenBao lists the versions of all secrets in a folder, so that only changed ones are read. Vault has no such path.
path "secret/detailed-metadata/rocketmat/*" {
  capabilities = ["list"]
}

# The tenants' data keys: made, unwrapped and rewrapped with a key that never leaves Vault. role.sh makes it, and replaces
# "transit" and the names of both keys if others are used.
path "transit/datakey/wrapped/rocketmat" {
  capabilities = ["update"]
}

path "transit/decrypt/rocketmat" {
  capabilities = ["update"]
}

path "transit/rewrap/rocketmat" {
  capabilities = ["update"]
}

# Signs exports of decisions.
path "transit/sign/rocketmat-signing" {
  capabilities = ["update"]
}
