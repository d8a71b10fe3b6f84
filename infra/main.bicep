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

@description('Optional. When alerts on the app\'s own metrics call a person.')
param alertLimits Limits = {}

@description('Optional. Object id of the person or group that puts the secrets into the vault.')
param vaultOfficerId string = ''

@description('Optional. Tier of Service Bus.')
param busSku 'Standard' | 'Premium' = 'Standard'

@description('Optional. Scaling groups with one instance that is always ready: http, or function:{name}.')
param alwaysReady string[] = []

@description('Optional. Memory of an instance, in megabytes.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Optional. Most instances of one scaling group; 40 is the least that every region takes.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Optional. Copies of the links: in one building, in three zones, or in three zones and a second region.')
param linksRedundancy 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' = 'Standard_ZRS'

@description('Optional. Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Optional. Gigabytes of logs a day, after which no more are taken.')
@minValue(1)
@maxValue(100)
param dailyLogGigabytes int = 1

var exportQueues = ['procore-events', 'wbs-codes', 'projects', 'companies', 'subcontractor-invoices']
var importQueues = ['vendor-imports', 'job-imports', 'bill-checks', 'bill-payments', 'direct-costs']

// Names that the whole world shares end in a token of this subscription, environment and region. Vaults and storage accounts have 24 characters at most.
var token = uniqueString(subscription().id, environmentName, location)
var short = take(replace(toLower(environmentName), '-', ''), 6)
var names = {
  bus: 'sb-${environmentName}-${token}'
  runtimeStorage: 'st${short}run${token}'
  linksStorage: 'st${short}lnk${token}'
  vault: 'kv-${short}-${token}'
  workspace: 'log-${environmentName}-${token}'
  insights: 'appi-${environmentName}-${token}'
  identity: 'id-${environmentName}-${token}'
  plan: 'plan-${environmentName}-${token}'
  app: 'func-${environmentName}-${token}'
  alerts: 'alert-${environmentName}'
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
    sku: busSku
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
  }
}

module vault 'vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    insightsName: names.insights
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyGigabytes: dailyLogGigabytes
  }
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
  }
  dependsOn: [access]
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

module appAlerts 'appalerts.bicep' = {
  scope: group
  params: {
    namePrefix: names.alerts
    location: location
    tags: tags
    peopleName: names.people
    workspaceName: names.workspace
    limits: alertLimits
    connectionNames: map(connections, connection => connection.name)
  }
  dependsOn: [alerts, monitoring]
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

@description('Where Procore sends its events, for each connection; the function key comes after it as ?code=.')
output webhookUrls string[] = [
  for connection in connections: '${app.outputs.url}/api/procore/webhooks/${connection.name}'
]

@description('Name of the Key Vault that takes the secrets.')
output vaultName string = names.vault
