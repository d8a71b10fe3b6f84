metadata name = 'Vault'
metadata description = 'The Key Vault of all secrets. They are put there by hand, never by a deployment.'

@description('Required. Name of the vault.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. False: nothing but private endpoints reaches the vault.')
param isPublic bool

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
  }
}
