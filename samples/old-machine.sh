#!/bin/bash
# Written for an Azure CLI of some years ago.
az login --identity --username "/subscriptions/$SUBSCRIPTION/resourceGroups/ops/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backup"
az login --service-principal -u "$APP_ID" -p cert.pem --tenant "$TENANT_ID"
az login --service-principal -u "$APP_ID" -p "$APP_SECRET"
