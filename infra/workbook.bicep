metadata name = 'Workbook'
metadata description = 'One page for whoever looks after the connector: Azure portal, Log Analytics workspace, Workbooks.'

@description('Required. Title of the workbook.')
param title string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Name of the Log Analytics workspace.')
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'connector')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: loadTextContent('workbook.json')
  }
}
