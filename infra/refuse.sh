# Refuses a deployment that nobody could call, nobody could put the secrets of, or that would call nobody. deploy.yml runs it before it signs in.
refused=0

refuse() {
  echo "::error::$1"
  refused=1
}

is_id() {
  [[ "$1" =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ && "$1" != 00000000-0000-0000-0000-000000000000 ]]
}

file="infra/$AZURE_ENV_NAME.bicepparam"
is_id "${ENTRA_CLIENT_ID:-}" || refuse "The environment's variable ENTRA_CLIENT_ID has to be the client id of the application that people sign in to: infra/README.md, Who may call it."
is_id "${AZURE_PRINCIPAL_ID:-}" || refuse "The environment's variable VAULT_OFFICER_ID has to be the object id of whoever puts the secrets into the vault: infra/README.md, Deploy from GitHub."
if grep --quiet "connector@example.com" "$file"; then refuse "alertEmail of $file is still the sample's: nobody would be called."; fi

exit $refused
