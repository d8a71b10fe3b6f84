namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>The tables of specification 5.2, with the account's own line columns.</summary>
internal sealed class SqlSchema
{
    private const string EntityTail = "isinactive externalid datecreated lastmodifieddate";

    public IReadOnlyList<SqlTable> Tables { get; } = [
        new("transaction",
            "id:int tranid transactionnumber externalid type recordtype trandate duedate closedate createddate lastmodifieddate createdby:int:entity lastmodifiedby:int:entity status:text:status approvalstatus:int:approval " +
            "posting postingperiod:int:accountingPeriod entity:int:entity currency:int:currency exchangerate:num foreigntotal:num memo account:int:account nexus:int isreversal reversal:int reversaldate voided void terms:int:term",
            "id!", "lastmodifieddate,id", "externalid", "tranid", "entity"),
        new("transactionline",
            "id:int transaction:int linesequencenumber:int uniquekey:int mainline taxline item:int:item itemtype entity:int:entity class:int:classification department:int:department location:int:location subsidiary:int:subsidiary memo " +
            "quantity:num rate:num netamount:num foreignamount:num debitforeignamount:num creditforeignamount:num expenseaccount:int:account accountinglinetype transactionlinetype isbillable isclosed iscogs isinventoryaffecting " +
            "donotdisplayline eliminate createdfrom:int linecreateddate linelastmodifieddate periodclosed",
            "transaction,id!", "entity", "item", "uniquekey"),
        new("transactionaccountingline",
            "transaction:int transactionline:int accountingbook:int account:int:account debit:num credit:num amount:num netamount:num exchangerate:num posting amountlinked:num amountpaid:num amountunpaid:num " +
            "paymentamountused:num paymentamountunused:num",
            "transaction,transactionline,accountingbook!"),
        new("nexttransactionlinelink", "previousdoc:int previousline:int previoustype nextdoc:int nextline:int nexttype linktype foreignamount:num", "nextdoc", "previousdoc"),
        new("previoustransactionlinelink", "previousdoc:int previousline:int previoustype nextdoc:int nextline:int nexttype linktype foreignamount:num", "nextdoc", "previousdoc"),
        new("vendor",
            "id:int entityid altname companyname legalname isperson firstname lastname email phone fax url accountnumber terms:int:term currency:int:currency category:int:vendorCategory subsidiary:int:subsidiary is1099eligible taxidnum " +
            "defaultbillingaddress:int defaultshippingaddress:int payablesaccount:int:account expenseaccount:int:account balance:num comments " + EntityTail,
            "id!", "lastmodifieddate,id", "externalid"),
        new("vendorsubsidiaryrelationship", "entity:int:entity subsidiary:int:subsidiary isprimarysub", "entity"),
        new("vendoraddressbook", "entity:int:entity internalid:int addressbookaddress:int defaultbilling defaultshipping label", "entity"),
        new("vendoraddressbookentityaddress", "nkey:int addr1 addr2 addr3 city state zip country addressee attention addrphone addrtext", "nkey"),
        new("job",
            "id:int entityid altname companyname customer=parent:int:entity parent:int:entity currency:int:currency subsidiary:int:subsidiary startdate enddate projectedenddate calculatedenddate projectmanager:int:entity jobtype:int:jobType " +
            "entitystatus:int:jobstatus jobbillingtype:int comments allowtime allowexpenses estimatedcost:num estimatedrevenue:num percentcomplete:num " + EntityTail,
            "id!", "lastmodifieddate,id", "externalid"),
        new("customer",
            "id:int entityid altname companyname firstname lastname isperson email phone parent:int:entity currency:int:currency subsidiary:int:subsidiary " + EntityTail, "id!", "externalid"),
        new("employee", "id:int entityid altname firstname lastname email phone subsidiary:int:subsidiary department:int:department supervisor:int:entity " + EntityTail, "id!"),
        new("item",
            "id:int itemid fullname displayname itemtype subtype description purchasedescription expenseaccount:int:account incomeaccount:int:account parent:int:item class:int:classification department:int:department " +
            "location:int:location subsidiary isinactive externalid createddate lastmodifieddate", "id!", "itemid", "externalid"),
        new("account",
            "id:int acctnumber accountsearchdisplayname accountsearchdisplaynamecopy displaynamewithhierarchy fullname accttype:text:accttype parent:int:account description currency:int:currency isinactive issummary includechildren " +
            "eliminate externalid lastmodifieddate subsidiary", "id!"),
        new("accountsubsidiarymap", "account:int:account subsidiary:int:subsidiary", "account"),
        new("subsidiary", "id:int name fullname country:text:country state currency:int:currency parent:int:subsidiary iselimination isinactive fiscalcalendar:int lastmodifieddate", "id!"),
        new("department", "id:int name fullname parent:int:department subsidiary includechildren isinactive externalid lastmodifieddate", "id!"),
        new("classification", "id:int name fullname parent:int:classification subsidiary includechildren isinactive externalid lastmodifieddate", "id!"),
        new("location", "id:int name fullname parent:int:location subsidiary includechildren isinactive externalid lastmodifieddate", "id!"),
        new("currency", "id:int name symbol exchangerate:num isbasecurrency isinactive lastmodifieddate", "id!"),
        new("term", "id:int name daysuntilnetdue:int isinactive", "id!"),
        new("accountingperiod",
            "id:int periodname parent:int:accountingPeriod startdate enddate closed closedondate alllocked aplocked arlocked allownonglchanges isposting isadjust isquarter isyear isinactive lastmodifieddate", "id!"),
        new("vendorcategory", "id:int name isinactive", "id!"),
        new("jobtype", "id:int name isinactive", "id!"),
        new("customsegment", "name recordtype:int glimpact isinactive"),
        new("customrecordtype", "internalid:int scriptid name"),
        new("deletedrecord", "deleteddate type recordid:int deletedby:int:entity context name recordtypeid:int", "deleteddate"),
        new("dual", "dummy"),
    ];

    private readonly Dictionary<string, SqlTable> _byName;
    private IReadOnlyList<string> _hidden = [];

    public SqlSchema() => _byName = Tables.ToDictionary(table => table.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Hides columns (vendor.taxidnum) and whole tables (subsidiary), and shows all others.</summary>
    public void Hide(IReadOnlyList<string> hidden)
    {
        if (ReferenceEquals(hidden, _hidden))
        {
            return;
        }

        _hidden = hidden;
        foreach (var table in Tables)
        {
            table.Hidden.Clear();
            table.Hidden.UnionWith(hidden.Where(name => name.StartsWith($"{table.Name}.", StringComparison.OrdinalIgnoreCase)).Select(name => name[(table.Name.Length + 1)..]));
        }
    }

    public bool Hides(SqlTable table) => _hidden.Contains(table.Name, StringComparer.OrdinalIgnoreCase);

    public SqlTable? Find(string name) => _byName.GetValueOrDefault(name);
}
