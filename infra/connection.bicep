metadata name = 'Connections'
metadata description = 'What a connection is made of, and the app settings that it becomes.'

@export()
@description('One Procore company and one NetSuite subsidiary. README.md at the root says what each value means; one that is left out has the default given there.')
type Connection = {
  @description('Required. Name of the connection: lower-case letters, digits and hyphens. It is part of the webhook\'s address and of the names of its secrets.')
  @minLength(1)
  @maxLength(40)
  name: string

  procore: {
    companyId: int
    baseUrl: string?
    loginUrl: string?
    clientId: string
    @description('Optional. Day by which the client secret has to be replaced, such as 2027-03-31, where your rules say so: a person is called 30 days before.')
    clientSecretExpires: string?
    @description('Optional. True while the webhook secret is being replaced: the next one is accepted too, and has to be in the vault.')
    hasNextWebhookSecret: bool?
    @minValue(1)
    @maxValue(50)
    concurrency: int?
  }

  netSuite: {
    accountId: string
    baseUrl: string
    authentication: ('OAuth2' | 'Tba')?
    @description('Required for OAuth2.')
    clientId: string?
    @description('Required for OAuth2.')
    certificateId: string?
    @description('Last day of the certificate, such as 2027-03-31, as NetSuite shows it: a person is called 30 days before.')
    certificateExpires: string?
    subsidiary: string
    currency: string?
    retainageItem: string
    billNumber: string?
    itemExpenseAccount: string
    defaultCustomer: string?
    journalItemField: string?
    @minValue(1)
    @maxValue(50)
    concurrency: int?
  }

  acceptPendingOwnerApproval: bool?
  itemsWithProject: bool?
  renameItems: bool?
  projectsStartedOnOrAfter: string?
  importPayments: Interval?
  importDirectCosts: Interval?
  compareBills: Interval?
  updateAddresses: bool?
  paymentsOutsideUnitedStates: bool?
  paymentsBySync: bool?
  jobCostsFrom: string?
}

type Interval = 'Never' | 'Hourly' | 'EveryTwoHours' | 'EveryFourHours' | 'Daily'

@description('The app setting of a secret: where it is, not what it is.')
func secret(vaultName string, connection Connection, name string) string =>
  '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${connection.name}-${name})'

@export()
@description('All app settings of a connection. Those without a value are left out: the code has their defaults.')
func settingsOf(connection Connection, vaultName string) { name: string, value: string }[] =>
  map(
    filter(
      [
        { name: 'Procore__CompanyId', value: string(connection.procore.companyId) }
        { name: 'Procore__BaseUrl', value: connection.procore.?baseUrl }
        { name: 'Procore__LoginUrl', value: connection.procore.?loginUrl }
        { name: 'Procore__ClientId', value: connection.procore.clientId }
        { name: 'Procore__ClientSecret', value: secret(vaultName, connection, 'procore-client-secret') }
        { name: 'Procore__ClientSecretExpires', value: connection.procore.?clientSecretExpires }
        { name: 'Procore__WebhookSecret', value: secret(vaultName, connection, 'webhook-secret') }
        {
          name: 'Procore__WebhookSecretNext'
          value: connection.procore.?hasNextWebhookSecret ?? false
            ? secret(vaultName, connection, 'webhook-secret-next')
            : null
        }
        { name: 'Procore__Concurrency', value: connection.procore.?concurrency }
        { name: 'NetSuite__AccountId', value: connection.netSuite.accountId }
        { name: 'NetSuite__BaseUrl', value: connection.netSuite.baseUrl }
        { name: 'NetSuite__Authentication', value: connection.netSuite.?authentication }
        { name: 'NetSuite__ClientId', value: connection.netSuite.?clientId }
        { name: 'NetSuite__CertificateId', value: connection.netSuite.?certificateId }
        { name: 'NetSuite__CertificateExpires', value: connection.netSuite.?certificateExpires }
        {
          name: 'NetSuite__PrivateKey'
          value: connection.netSuite.?authentication == 'Tba'
            ? null
            : secret(vaultName, connection, 'netsuite-private-key')
        }
        {
          name: 'NetSuite__ConsumerKey'
          value: connection.netSuite.?authentication == 'Tba'
            ? secret(vaultName, connection, 'netsuite-consumer-key')
            : null
        }
        {
          name: 'NetSuite__ConsumerSecret'
          value: connection.netSuite.?authentication == 'Tba'
            ? secret(vaultName, connection, 'netsuite-consumer-secret')
            : null
        }
        {
          name: 'NetSuite__TokenId'
          value: connection.netSuite.?authentication == 'Tba'
            ? secret(vaultName, connection, 'netsuite-token-id')
            : null
        }
        {
          name: 'NetSuite__TokenSecret'
          value: connection.netSuite.?authentication == 'Tba'
            ? secret(vaultName, connection, 'netsuite-token-secret')
            : null
        }
        { name: 'NetSuite__Subsidiary', value: connection.netSuite.subsidiary }
        { name: 'NetSuite__Currency', value: connection.netSuite.?currency }
        { name: 'NetSuite__RetainageItem', value: connection.netSuite.retainageItem }
        { name: 'NetSuite__BillNumber', value: connection.netSuite.?billNumber }
        { name: 'NetSuite__ItemExpenseAccount', value: connection.netSuite.itemExpenseAccount }
        { name: 'NetSuite__DefaultCustomer', value: connection.netSuite.?defaultCustomer }
        { name: 'NetSuite__JournalItemField', value: connection.netSuite.?journalItemField }
        { name: 'NetSuite__Concurrency', value: connection.netSuite.?concurrency }
        { name: 'AcceptPendingOwnerApproval', value: connection.?acceptPendingOwnerApproval }
        { name: 'ItemsWithProject', value: connection.?itemsWithProject }
        { name: 'RenameItems', value: connection.?renameItems }
        { name: 'ProjectsStartedOnOrAfter', value: connection.?projectsStartedOnOrAfter }
        { name: 'ImportPayments', value: connection.?importPayments }
        { name: 'ImportDirectCosts', value: connection.?importDirectCosts }
        { name: 'CompareBills', value: connection.?compareBills }
        { name: 'UpdateAddresses', value: connection.?updateAddresses }
        { name: 'PaymentsOutsideUnitedStates', value: connection.?paymentsOutsideUnitedStates }
        { name: 'PaymentsBySync', value: connection.?paymentsBySync }
        { name: 'JobCostsFrom', value: connection.?jobCostsFrom }
      ],
      setting => setting.value != null
    ),
    setting => { name: 'Connections__${connection.name}__${setting.name}', value: string(setting.value) }
  )
