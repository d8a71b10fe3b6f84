metadata name = 'Budget'
metadata description = 'A mail when the month gets dearer than expected. It stops nothing.'

@description('Required. Name of the budget.')
param name string

@description('Required. What a month may cost, in the currency of the subscription\'s bill.')
@minValue(1)
param amount int

@description('Required. Month in which the budget was made, such as 2026-03: Azure takes no earlier one when it makes it, and none but this one afterwards.')
@minLength(7)
@maxLength(7)
param firstMonth string

@description('Required. Address of whoever looks after the connector.')
param email string

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: '${firstMonth}-01' }
    notifications: {
      expected: {
        enabled: true
        operator: 'GreaterThan'
        thresholdType: 'Forecasted'
        threshold: 100
        contactEmails: [email]
      }
      reached: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        thresholdType: 'Actual'
        threshold: 100
        contactEmails: [email]
      }
    }
  }
}
