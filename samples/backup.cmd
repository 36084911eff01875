@echo off
rem Keeps a copy of the shop's database. Started by Task Scheduler every evening.
setlocal EnableDelayedExpansion
if "%~2"=="" goto usage

set SERVER=contoso-shop
set TARGET=https://contosobackup.blob.core.windows.net/shop

rem A user name and a password: refused once multifactor authentication is required.
call az account show >nul 2>&1 || call az login -u %1 -p "%~2" --output none
if errorlevel 1 (
  echo az login failed: is the password of %1 still right?
  exit /b 1
)

for /f "tokens=*" %%k in ('call az storage account keys list --account-name contosobackup --query [0].value -o tsv') do set KEY=%%k
call az sql db export --resource-group shop-prod --server %SERVER% --name shop ^
  --admin-user %SQL_USER% --admin-password "%SQL_PASSWORD%" ^
  --storage-key "!KEY!" --storage-key-type StorageAccessKey --storage-uri %TARGET%/%DATE:~-4%.bacpac

rem The reports are in another tenant.
if defined REPORTS_TENANT (
  call az login ^
    --username %1 ^
    --password "%~2" ^
    --tenant %REPORTS_TENANT%
  call az storage blob upload --account-name contosoreports --container-name backups --file backup.log --auth-mode login
)
exit /b 0

:usage
echo Usage: backup USER PASSWORD
exit /b 2
