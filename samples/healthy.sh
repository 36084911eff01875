#!/bin/bash
# Nothing to repair here: MFA is not asked of workload identities.
az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID"
az login --service-principal -u "$AZURE_CLIENT_ID" -t "$AZURE_TENANT_ID" \
  --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")"
