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
      clientId: '<client id of the app\'s service account>'
    }
    netSuite: {
      accountId: '<account id as NetSuite shows it, such as 1234567_SB1>'
      baseUrl: '<SuiteTalk address from Setup > Company > Company URLs>'
      clientId: '<client id of the integration record>'
      certificateId: '<certificate id of the client credentials mapping>'
      certificateExpires: '2027-12-31' // as NetSuite shows it beside the certificate id
      subsidiary: '<internal id of the subsidiary>'
      retainageItem: '<internal id of the Other Charge item for retainage>'
      itemExpenseAccount: '<internal id of the expense account of new items>'
    }
  }
]
