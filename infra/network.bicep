metadata name = 'Network'
metadata description = 'A virtual network that the app calls from, and in it one endpoint for each data service, which then answers nowhere else.'

@description('Required. Name of the virtual network.')
param name string

@description('Required. Start of the endpoints\' names.')
param endpointPrefix string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Addresses of the network, /24 or larger. They have to be free where the network is peered with others.')
param addresses string

@description('Required. Name of the Service Bus namespace; it has to be Premium.')
param busName string

@description('Required. Name of the runtime\'s storage account.')
param runtimeStorageName string

@description('Required. Name of the links\' storage account.')
param linksStorageName string

@description('Required. Name of the Key Vault.')
param vaultName string

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

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addresses] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addresses, 26, 0)
          delegations: [{ name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addresses, 26, 1)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

// Only what the app opens: the runtime's account keeps blobs, the links' account tables.
module endpoints 'endpoint.bicep' = [
  for service in [
    { name: 'queues', id: bus.id, part: 'namespace', zone: 'privatelink.servicebus.windows.net' }
    { name: 'runtime', id: runtimeStorage.id, part: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
    { name: 'links', id: linksStorage.id, part: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
    { name: 'vault', id: vault.id, part: 'vault', zone: 'privatelink.vaultcore.azure.net' }
  ]: {
    params: {
      name: '${endpointPrefix}-${service.name}'
      location: location
      tags: tags
      serviceId: service.id
      part: service.part
      zoneName: service.zone
      networkName: network.name
    }
  }
]
