#!/usr/bin/env bash
# Deploys the web shop. Started by a timer every night, as a service account.
set -euo pipefail

resource_group=webshop-prod

az login \
  --username "$DEPLOY_USER" \
  --password "$DEPLOY_PASSWORD" \
  --output none

az group create --name "$resource_group" --location westeurope
az deployment group create --resource-group "$resource_group" --template-file main.bicep
