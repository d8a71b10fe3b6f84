metadata name = 'Storage'
metadata description = 'Two accounts: one for the Functions runtime, which may be made anew at any time, and one for the links, which must never be lost.'

@description('Required. Name of the runtime\'s account: host locks, function keys and the deployed package.')
param runtimeName string

@description('Required. Name of the account that holds the links, their history and the import runs.')
param linksName string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Optional. Copies of the links: in one building, in three zones, or in three zones and a second region.')
param linksRedundancy 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' = 'Standard_ZRS'

@description('Required. False: nothing but private endpoints reaches the accounts.')
param isPublic bool

var packageContainer = 'deployment'

resource runtime 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: runtimeName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: packageContainer
      properties: { publicAccess: 'None' }
    }
  }
}

resource links 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: linksName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: linksRedundancy }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
  }
}

// Tables have no soft delete: the lock is what keeps the account from going with its resource group.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep-links'
  scope: links
  properties: {
    level: 'CanNotDelete'
    notes: 'Without the links the connector would not know what it has exported. See infra/README.md before you remove this lock.'
  }
}

output packageUrl string = '${runtime.properties.primaryEndpoints.blob}${packageContainer}'
