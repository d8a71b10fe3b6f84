metadata name = 'App'
metadata description = 'The Functions app on its Flex Consumption plan.'

import { Connection, settingsOf } from 'connection.bicep'

@description('Required. Name of the app.')
param name string

@description('Required. Name of the plan.')
param planName string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Name of the app\'s identity.')
param identityName string

@description('Required. Name of the Service Bus namespace.')
param busName string

@description('Required. Name of the runtime\'s storage account.')
param runtimeStorageName string

@description('Required. Address of the blob container that packages are deployed to.')
param packageUrl string

@description('Required. Name of the links\' storage account.')
param linksStorageName string

@description('Required. Name of the Key Vault.')
param vaultName string

@description('Required. Name of Application Insights.')
param insightsName string

@description('Required. The connections.')
param connections Connection[]

@description('Required. Scaling groups with one instance that is always ready: http, or function:{name}. None: the first event after a quiet time waits for a cold start.')
param alwaysReady string[]

@description('Required. Memory of an instance, in megabytes.')
param instanceMemoryMB 512 | 2048 | 4096

@description('Required. Most instances of one scaling group.')
param maximumInstanceCount int

@description('Required. True: the app calls from subnet app of the virtual network; false: from Azure\'s own addresses.')
param isInNetwork bool

@description('Required. Name of the virtual network.')
param networkName string

@description('Required. Client id of the Entra application whose roles open the connector\'s own functions.')
param entraClientId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = if (isInNetwork) {
  name: networkName

  resource appSubnet 'subnets' existing = {
    name: 'app'
  }
}

var hostSettings = [
  { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
  { name: 'AzureWebJobsStorage__accountName', value: runtimeStorageName }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
  // An address, not a key: without an identity that may publish, nothing is taken.
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
  {
    name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
    value: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  }
  // Spans, in the host and in the worker: one trace every two seconds and process. Anyone may call in vain, and each refusal is a span.
  { name: 'OTEL_TRACES_SAMPLER', value: 'microsoft.rate_limited' }
  { name: 'OTEL_TRACES_SAMPLER_ARG', value: '0.5' }
  { name: 'LinkStorage', value: 'https://${linksStorageName}.table.${environment().suffixes.storage}' }
  { name: 'ServiceBus__fullyQualifiedNamespace', value: '${busName}.servicebus.windows.net' }
  { name: 'ServiceBus__credential', value: 'managedidentity' }
  { name: 'ServiceBus__clientId', value: identity.properties.clientId }
]

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'connector' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: isInNetwork ? network::appSubnet.id : null
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        alwaysReady: [for group in alwaysReady: { name: group, instanceCount: 1 }]
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: concat(hostSettings, flatten(map(connections, connection => settingsOf(connection, vaultName))))
    }
  }

  // Says who calls; the functions themselves look at the role. Procore has no account in Entra: its webhook has a key and a secret.
  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true, runtimeVersion: '~1' }
      httpSettings: { requireHttps: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
        excludedPaths: concat(
          map(connections, connection => '/api/procore/webhooks/${connection.name}'),
          ['/api/health/live', '/api/health/ready']
        )
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: entraClientId
            openIdIssuer: uri(environment().authentication.loginEndpoint, '${tenant().tenantId}/v2.0')
          }
          validation: { allowedAudiences: [entraClientId, 'api://${entraClientId}'] }
        }
      }
      login: { tokenStore: { enabled: false } }
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
