metadata name = 'Endpoint'
metadata description = 'An address inside the virtual network for one data service, and the zone that makes the service\'s own name mean it.'

@description('Required. Name of the endpoint.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Id of the data service.')
param serviceId string

@description('Required. Part of the service: an account has one endpoint for blobs and another one for tables.')
param part 'blob' | 'namespace' | 'table' | 'vault'

@description('Required. DNS zone of that part.')
param zoneName string

@description('Required. Name of the virtual network; its subnet endpoints takes the endpoint.')
param networkName string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'endpoints'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: networkName
    location: 'global'
    tags: tags
    properties: {
      virtualNetwork: { id: network.id }
      registrationEnabled: false
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: network::subnet.id }
    privateLinkServiceConnections: [
      { name: part, properties: { privateLinkServiceId: serviceId, groupIds: [part] } }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: part, properties: { privateDnsZoneId: zone.id } }]
    }
  }
}
