metadata name = 'Access'
metadata description = 'The app\'s identity and what it may do: one role for each need, on the one resource that needs it.'

@description('Required. Name of the identity.')
param identityName string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Name of the Service Bus namespace.')
param busName string

@description('Required. Name of the runtime\'s storage account.')
param runtimeStorageName string

@description('Required. Name of the links\' storage account.')
param linksStorageName string

@description('Required. Name of the Key Vault.')
param vaultName string

@description('Required. Name of Application Insights.')
param insightsName string

@description('Optional. Object id of the person or group that puts the secrets into the vault; empty: nobody gets that right here.')
param vaultOfficerId string = ''

var roles = {
  messageSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  messageReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  tableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  secretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  metricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: identityName
  location: location
  tags: tags
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: busName
}

resource runtimeStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: runtimeStorageName
}

resource linksStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: linksStorageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource sendsMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus.id, identity.id, roles.messageSender)
  scope: bus
  properties: {
    description: 'Intake queues events, rooms send copies for later.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.messageSender)
  }
}

resource receivesMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus.id, identity.id, roles.messageReceiver)
  scope: bus
  properties: {
    description: 'Rooms read their queues, and the platform counts what waits in them.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.messageReceiver)
  }
}

resource runsTheHost 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(runtimeStorage.id, identity.id, roles.blobOwner)
  scope: runtimeStorage
  properties: {
    description: 'The Functions host keeps timer locks and function keys here and reads the deployed package.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobOwner)
  }
}

resource keepsLinks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(linksStorage.id, identity.id, roles.tableContributor)
  scope: linksStorage
  properties: {
    description: 'Links, history and import runs are rows of tables that the app makes itself.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableContributor)
  }
}

resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, roles.secretsUser)
  scope: vault
  properties: {
    description: 'App settings are references to secrets.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsUser)
  }
}

resource sendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, roles.metricsPublisher)
  scope: insights
  properties: {
    description: 'Application Insights takes telemetry from identities only.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.metricsPublisher)
  }
}

resource putsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(vaultOfficerId)) {
  name: guid(vault.id, vaultOfficerId, roles.secretsOfficer)
  scope: vault
  properties: {
    description: 'Somebody has to put the secrets into the vault and replace them.'
    principalId: vaultOfficerId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsOfficer)
  }
}
