using 'main.bicep'

// For trying things out against sandbox accounts: nothing is always ready, links have copies in one building only.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus2')
param alertEmail = 'connector@example.com'
param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID')
param vaultOfficerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param linksRedundancy = 'Standard_LRS'

param connections = [
  {
    name: 'main'
    procore: {
      companyId: 4400123
      baseUrl: 'https://sandbox.procore.com'
      loginUrl: 'https://login-sandbox.procore.com'
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
