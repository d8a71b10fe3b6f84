metadata name = 'Procore <-> NetSuite connector'
metadata description = 'All that the connector needs, in a resource group of its own.'

import { Limits } from 'appalerts.bicep'
import { Connection } from 'connection.bicep'

targetScope = 'subscription'

@description('Required. Name of the environment, such as dev or prod: lower-case letters, digits and hyphens.')
@minLength(3)
@maxLength(20)
param environmentName string

@description('Optional. Azure region; it must have Flex Consumption.')
param location string = deployment().location

@description('Required. The connections: one Procore company and one NetSuite subsidiary each.')
@minLength(1)
param connections Connection[]

@description('Required. Address that alerts go to: of a group rather than of one person.')
param alertEmail string

@description('Required. Client id of the Entra application whose roles open the connector\'s own functions: README.md says how to make it.')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('Optional. When alerts on the app\'s own metrics call a person.')
param alertLimits Limits = {}

@description('Optional. Object id of the person or group that puts the secrets into the vault.')
param vaultOfficerId string = ''

@description('Optional. Tier of Service Bus. Another one is another namespace: Azure changes none from Standard to Premium.')
param busSku 'Standard' | 'Premium' = 'Standard'

@description('Optional. True: the data services answer in a virtual network only, which takes Service Bus Premium. The app itself stays public, for Procore\'s webhooks.')
param privateNetworking bool = false

@description('Optional. Addresses of the virtual network, /24 or larger.')
param networkAddresses string = '10.80.0.0/24'

@description('Optional. Scaling groups with one instance that is always ready: http, or function:{name}.')
param alwaysReady string[] = []

@description('Optional. Memory of an instance, in megabytes.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Optional. Most instances of one scaling group. Every region takes 40 or more; many take less, which keeps calls to NetSuite fewer.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Optional. Copies of the links: in one building, in three zones, or in three zones and a second region.')
param linksRedundancy 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' = 'Standard_ZRS'

@description('Optional. Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Optional. Days that the audit is kept: who did what with vault, storage and queues.')
@minValue(30)
@maxValue(730)
param auditRetentionDays int = 365

@description('Optional. Gigabytes of logs a day, and of the audit, after which no more are taken.')
@minValue(1)
@maxValue(100)
param dailyLogGigabytes int = 1

@description('Optional. What a month may cost before a mail says so, in the currency of the subscription\'s bill.')
@minValue(1)
param monthlyBudget int = privateNetworking || busSku == 'Premium' ? 900 : 120

@description('Optional. Month in which the budget was made, such as 2026-03; it stays as it is. Empty: no budget.')
param budgetFrom string = ''

var exportQueues = ['procore-events', 'wbs-codes', 'projects', 'companies', 'subcontractor-invoices']
var importQueues = ['vendor-imports', 'job-imports', 'bill-checks', 'bill-payments', 'direct-costs']

// Names that the whole world shares end in a token of this subscription, environment and region. Vaults and storage accounts have 24 characters at most.
var token = uniqueString(subscription().id, environmentName, location)
var short = take(replace(toLower(environmentName), '-', ''), 6)
var busTier = privateNetworking ? 'Premium' : busSku
var names = {
  bus: busTier == 'Premium' ? 'sb-${environmentName}-premium-${token}' : 'sb-${environmentName}-${token}'
  runtimeStorage: 'st${short}run${token}'
  linksStorage: 'st${short}lnk${token}'
  vault: 'kv-${short}-${token}'
  workspace: 'log-${environmentName}-${token}'
  audit: 'log-${environmentName}-audit-${token}'
  insights: 'appi-${environmentName}-${token}'
  identity: 'id-${environmentName}-${token}'
  plan: 'plan-${environmentName}-${token}'
  app: 'func-${environmentName}-${token}'
  alerts: 'alert-${environmentName}'
  network: 'vnet-${environmentName}-${token}'
  endpoints: 'pep-${environmentName}-${token}'
  budget: 'budget-${environmentName}'
  people: 'alert-${environmentName}-people'
}
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-procore-netsuite-${environmentName}'
  location: location
  tags: tags
}

module queues 'queues.bicep' = {
  scope: group
  params: {
    name: names.bus
    location: location
    tags: tags
    queueNames: concat(exportQueues, importQueues)
    sku: busTier
    isPublic: !privateNetworking
  }
}

module storage 'storage.bicep' = {
  scope: group
  params: {
    runtimeName: names.runtimeStorage
    linksName: names.linksStorage
    location: location
    tags: tags
    linksRedundancy: linksRedundancy
    isPublic: !privateNetworking
  }
}

module vault 'vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: tags
    isPublic: !privateNetworking
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    auditName: names.audit
    insightsName: names.insights
    location: location
    tags: tags
    retentionDays: logRetentionDays
    auditRetentionDays: auditRetentionDays
    dailyGigabytes: dailyLogGigabytes
  }
}

module audit 'audit.bicep' = {
  scope: group
  params: {
    workspaceName: names.audit
    busName: names.bus
    busTier: busTier
    runtimeStorageName: names.runtimeStorage
    linksStorageName: names.linksStorage
    vaultName: names.vault
  }
  dependsOn: [queues, storage, vault, monitoring]
}

module access 'access.bicep' = {
  scope: group
  params: {
    identityName: names.identity
    location: location
    tags: tags
    busName: names.bus
    runtimeStorageName: names.runtimeStorage
    linksStorageName: names.linksStorage
    vaultName: names.vault
    insightsName: names.insights
    vaultOfficerId: vaultOfficerId
  }
  dependsOn: [queues, storage, vault, monitoring]
}

module network 'network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: names.network
    endpointPrefix: names.endpoints
    location: location
    tags: tags
    addresses: networkAddresses
    busName: names.bus
    runtimeStorageName: names.runtimeStorage
    linksStorageName: names.linksStorage
    vaultName: names.vault
  }
  dependsOn: [queues, storage, vault]
}

module app 'app.bicep' = {
  scope: group
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    identityName: names.identity
    busName: names.bus
    runtimeStorageName: names.runtimeStorage
    packageUrl: storage.outputs.packageUrl
    linksStorageName: names.linksStorage
    vaultName: names.vault
    insightsName: names.insights
    connections: connections
    alwaysReady: alwaysReady
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    isInNetwork: privateNetworking
    networkName: names.network
    entraClientId: entraClientId
  }
  dependsOn: [access, network]
}

module alerts 'alerts.bicep' = {
  scope: group
  params: {
    namePrefix: names.alerts
    peopleName: names.people
    tags: tags
    email: alertEmail
    busName: names.bus
    exportQueues: exportQueues
    linksStorageName: names.linksStorage
    runtimeStorageName: names.runtimeStorage
    appName: names.app
  }
  dependsOn: [app]
}

module budget 'budget.bicep' = if (!empty(budgetFrom)) {
  scope: group
  params: {
    name: names.budget
    amount: monthlyBudget
    firstMonth: budgetFrom
    email: alertEmail
  }
}

module appAlerts 'appalerts.bicep' = {
  scope: group
  params: {
    namePrefix: names.alerts
    location: location
    tags: tags
    peopleName: names.people
    workspaceName: names.workspace
    workspaceMadeAt: monitoring.outputs.madeAt
    auditName: names.audit
    limits: alertLimits
    connectionNames: map(connections, connection => connection.name)
  }
  dependsOn: [alerts]
}

module workbook 'workbook.bicep' = {
  scope: group
  params: {
    title: 'Procore <-> NetSuite connector (${environmentName})'
    location: location
    tags: tags
    workspaceName: names.workspace
  }
  dependsOn: [monitoring]
}

@description('The resource group of all of it.')
output resourceGroupName string = group.name

@description('Name of the Functions app, for publishing to it.')
output appName string = names.app

@description('Where the app answers.')
output appUrl string = app.outputs.url

@description('Where Procore sends its events, for each connection; the function key comes after it as ?code=.')
output webhookUrls string[] = [
  for connection in connections: '${app.outputs.url}/api/procore/webhooks/${connection.name}'
]

@description('Name of the Key Vault that takes the secrets.')
output vaultName string = names.vault
