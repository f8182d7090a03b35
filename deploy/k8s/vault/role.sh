#!/bin/sh
# Prepares a Vault (or OpenBao) for the service; safe to repeat. Needs VAULT_ADDR and a token with the policy in the guide
# (src/site/markdown/kubernetes.md).
# usage: role.sh [namespace [service-account]]
# A Vault outside the cluster also needs KUBERNETES_HOST, the API server's address, and KUBERNETES_CA, a file with its CA.
# KV_MOUNT          a KV v2 engine other than "secret"; created if missing
# TRANSIT_MOUNT     a transit engine other than "transit"; created if missing
# TRANSIT_KEY, SIGNING_KEY
#                   other keys (rocketmat.privacy.transit-key and signing-key)
# VAULT_NAMESPACE   a Vault namespace in which to do all of this
# VAULT_ROLE        a policy and role other than "rocketmat": each deployment on one Vault has its own, and the script refuses
#                   another deployment's
# AUTH_MOUNT        a mount of Kubernetes authentication other than "kubernetes": each cluster has its own
set -eu

namespace=${1:-rocketmat}
account=${2:-rocketmat-greenhouse}
role=${VAULT_ROLE:-rocketmat}
auth=${AUTH_MOUNT:-kubernetes}
mount=${KV_MOUNT:-secret}
transit=${TRANSIT_MOUNT:-transit}
data_key=${TRANSIT_KEY:-rocketmat}
signing_key=${SIGNING_KEY:-rocketmat-signing}
vault=$(command -v vault || command -v bao) || {
  echo "role.sh: neither vault nor bao is on the PATH" >&2
  exit 1
}
# this script reads answers as text
export VAULT_FORMAT=table BAO_FORMAT=table
here=$(cd "$(dirname "$0")" && pwd)

refuse() {
  echo "role.sh: $1. Give this deployment a role and engines of its own (VAULT_ROLE, KV_MOUNT, TRANSIT_MOUNT; on another cluster" \
    "AUTH_MOUNT too), or delete what is there first" >&2
  exit 1
}

# check before changing anything: a mount asks one cluster about tokens, and a deployment whose role or policy is overwritten is locked out
host=$("$vault" read -field=kubernetes_host "auth/$auth/config" 2>/dev/null) || host=
asked=${KUBERNETES_HOST:-$host}
[ -z "$host" ] || [ "${asked%/}" = "${host%/}" ] ||
  refuse "auth/$auth is for the cluster $host, not for $asked (without KUBERNETES_HOST it is kept)"
bound=$("$vault" read -field=bound_service_account_namespaces "auth/$auth/role/$role" 2>/dev/null) || bound=
[ -z "$bound" ] || [ "$bound" = "[$namespace]" ] || refuse "the role $role is bound to the namespace $bound, not to $namespace"
policy=$("$vault" policy read "$role" 2>/dev/null) || policy=
[ "$auth" = kubernetes ] || [ -z "$policy" ] || [ -n "$bound" ] ||
  refuse "the policy $role is another cluster's: auth/$auth has no role $role"
others=$(printf '%s\n' "$policy" | sed -n 's#^path "\(.*\)/data/rocketmat/\*".*#\1#p' | grep -vxF "$mount") || others=
[ -z "$others" ] || refuse "the policy $role is for the engine $others, not for $mount"
others=$(printf '%s\n' "$policy" | sed -n 's#^path "\(.*\)/decrypt/.*#\1#p' | grep -vxF "$transit") || others=
[ -z "$others" ] || refuse "the policy $role is for the engine $others, not for $transit"

"$vault" secrets list -format=json | grep -q "\"$mount/\"" || "$vault" secrets enable -path="$mount" -version=2 kv

"$vault" secrets list -format=json | grep -q "\"$transit/\"" || "$vault" secrets enable -path="$transit" transit

# existing keys are kept
"$vault" write "$transit/keys/$data_key" type=aes256-gcm96 >/dev/null
"$vault" write "$transit/keys/$signing_key" type=ed25519 >/dev/null

"$vault" auth list -format=json | grep -q "\"$auth/\"" || "$vault" auth enable -path="$auth" kubernetes

# one configuration for the whole cluster; an existing one is kept
if [ -z "$host" ]; then
  if [ -n "${KUBERNETES_HOST-}" ]; then
    "$vault" write "auth/$auth/config" kubernetes_host="$KUBERNETES_HOST" disable_local_ca_jwt=true \
      kubernetes_ca_cert=@"$KUBERNETES_CA"
  else
    "$vault" write "auth/$auth/config" kubernetes_host=https://kubernetes.default.svc
  fi
fi

# a period instead of an expiry, because the service renews its token as long as it runs
"$vault" write "auth/$auth/role/$role" \
  bound_service_account_names="$account" \
  bound_service_account_namespaces="$namespace" \
  token_policies="$role" \
  token_period=24h

# last, because a policy without a role in this mount is taken for another cluster's
sed -e "s#^path \"secret/#path \"$mount/#" \
  -e "s#^path \"transit/\(.*\)/rocketmat\"#path \"$transit/\1/$data_key\"#" \
  -e "s#^path \"transit/sign/rocketmat-signing\"#path \"$transit/sign/$signing_key\"#" \
  "$here/rocketmat.hcl" | "$vault" policy write "$role" -
