#!/bin/bash
# Somebody runs this at their desk and has access to two tenants.
customer_tenant=fabrikam.example
own_tenant=contoso.example

read -rp "Press Enter to sign in. "
az login
az account set --subscription "$SUBSCRIPTION"
echo "If it fails, run: az login --tenant $customer_tenant, then with $own_tenant"
