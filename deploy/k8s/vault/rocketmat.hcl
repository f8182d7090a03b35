# What the service may do in Vault: list the tenants, read their secrets and the operators', use two keys, and nothing else.
# (Vault's policy "default" lets it look up and renew its own token.) role.sh replaces "secret" if you use another engine.
path "secret/metadata/rocketmat/*" {
  capabilities = ["list", "read"]
}

path "secret/data/rocketmat/*" {
  capabilities = ["read"]
}

# OpenBao lists the versions of all secrets in a folder here, so the service reads only changed ones. Vault has no such path.
path "secret/detailed-metadata/rocketmat/*" {
  capabilities = ["list"]
}

# The tenants' data keys are created, unwrapped and rewrapped with a key that never leaves Vault. role.sh creates that key, and
# replaces "transit" and the names of both keys if you use others.
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
