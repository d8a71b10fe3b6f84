metadata name = 'Queues'
metadata description = 'The Service Bus namespace and one queue for each room, all with the same limits.'

@description('Required. Name of the namespace.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Queue names. A test compares them with QueueNames in shared/Messaging.')
param queueNames string[]

@description('Optional. Standard is billed by the call; Premium is one messaging unit of your own.')
param sku 'Standard' | 'Premium' = 'Standard'

@description('Required. False: nothing but private endpoints reaches the namespace.')
param isPublic bool

@description('Optional. Deliveries before a message is dead-lettered.')
@minValue(1)
@maxValue(20)
param maxDeliveryCount int = 10

@description('Optional. How long one delivery may hold a message before the lock is renewed: an ISO 8601 duration, at most PT5M.')
param lockDuration string = 'PT5M'

@description('Optional. How long a message may lie unread before it is dead-lettered: an ISO 8601 duration. Longer than an outage that goes unseen over holidays.')
param timeToLive string = 'P7D'

@description('Optional. How long a message id is remembered: an ISO 8601 duration. The tests run with the same window.')
param duplicateDetectionWindow string = 'PT10M'

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: sku == 'Premium' ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queueName in queueNames: {
    parent: bus
    name: queueName
    properties: {
      lockDuration: lockDuration
      maxDeliveryCount: maxDeliveryCount
      defaultMessageTimeToLive: timeToLive
      deadLetteringOnMessageExpiration: true
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: duplicateDetectionWindow
      requiresSession: false
    }
  }
]
