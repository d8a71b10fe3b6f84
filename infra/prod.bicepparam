using 'main.bicep'

// What an approver waits for is always ready: the webhook, the router and the room of invoices.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus2')
param alertEmail = 'connector@example.com'
param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID')
param vaultOfficerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param alwaysReady = ['http', 'function:RouteErpRequest', 'function:SyncSubcontractorInvoice']
param linksRedundancy = 'Standard_GZRS'
param logRetentionDays = 90

param connections = [
  {
    name: 'main'
    procore: {
      companyId: 4400123
      clientId: 'client id of the app\'s service account'
    }
    netSuite: {
      accountId: '1234567'
      baseUrl: 'https://1234567.suitetalk.api.netsuite.com'
      clientId: 'client id of the integration record'
      certificateId: 'certificate id of the client credentials mapping'
      certificateExpires: '2027-12-31' // as NetSuite shows it beside the certificate id
      subsidiary: '2'
      retainageItem: '900'
      itemExpenseAccount: '512'
    }
  }
]
