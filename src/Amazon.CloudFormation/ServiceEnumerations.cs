using Amazon.Runtime;

namespace Amazon.CloudFormation;

/// <summary>As whom an account asks for stack sets.</summary>
public sealed class CallAs : ConstantClass
{
    public static readonly CallAs SELF = new("SELF");
    public static readonly CallAs DELEGATED_ADMIN = new("DELEGATED_ADMIN");

    public CallAs(string value) : base(value)
    {
    }

    public static CallAs FindValue(string value) => FindValue<CallAs>(value);

    public static implicit operator CallAs(string value) => FindValue(value);
}

/// <summary>How it stands with a stack. A value that is not listed here is kept as it is.</summary>
public sealed class StackStatus : ConstantClass
{
    public static readonly StackStatus CREATE_IN_PROGRESS = new("CREATE_IN_PROGRESS");
    public static readonly StackStatus CREATE_FAILED = new("CREATE_FAILED");
    public static readonly StackStatus CREATE_COMPLETE = new("CREATE_COMPLETE");
    public static readonly StackStatus ROLLBACK_IN_PROGRESS = new("ROLLBACK_IN_PROGRESS");
    public static readonly StackStatus ROLLBACK_FAILED = new("ROLLBACK_FAILED");
    public static readonly StackStatus ROLLBACK_COMPLETE = new("ROLLBACK_COMPLETE");
    public static readonly StackStatus DELETE_IN_PROGRESS = new("DELETE_IN_PROGRESS");
    public static readonly StackStatus DELETE_FAILED = new("DELETE_FAILED");
    public static readonly StackStatus DELETE_COMPLETE = new("DELETE_COMPLETE");
    public static readonly StackStatus UPDATE_IN_PROGRESS = new("UPDATE_IN_PROGRESS");
    public static readonly StackStatus UPDATE_COMPLETE_CLEANUP_IN_PROGRESS = new("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    public static readonly StackStatus UPDATE_COMPLETE = new("UPDATE_COMPLETE");
    public static readonly StackStatus UPDATE_FAILED = new("UPDATE_FAILED");
    public static readonly StackStatus UPDATE_ROLLBACK_IN_PROGRESS = new("UPDATE_ROLLBACK_IN_PROGRESS");
    public static readonly StackStatus UPDATE_ROLLBACK_FAILED = new("UPDATE_ROLLBACK_FAILED");
    public static readonly StackStatus UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS = new("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
    public static readonly StackStatus UPDATE_ROLLBACK_COMPLETE = new("UPDATE_ROLLBACK_COMPLETE");
    public static readonly StackStatus REVIEW_IN_PROGRESS = new("REVIEW_IN_PROGRESS");
    public static readonly StackStatus IMPORT_IN_PROGRESS = new("IMPORT_IN_PROGRESS");
    public static readonly StackStatus IMPORT_COMPLETE = new("IMPORT_COMPLETE");
    public static readonly StackStatus IMPORT_ROLLBACK_IN_PROGRESS = new("IMPORT_ROLLBACK_IN_PROGRESS");
    public static readonly StackStatus IMPORT_ROLLBACK_FAILED = new("IMPORT_ROLLBACK_FAILED");
    public static readonly StackStatus IMPORT_ROLLBACK_COMPLETE = new("IMPORT_ROLLBACK_COMPLETE");

    public StackStatus(string value) : base(value)
    {
    }

    public static StackStatus FindValue(string value) => FindValue<StackStatus>(value);

    public static implicit operator StackStatus(string value) => FindValue(value);
}

/// <summary>How it stands with a resource. A value that is not listed here is kept as it is.</summary>
public sealed class ResourceStatus : ConstantClass
{
    public static readonly ResourceStatus CREATE_IN_PROGRESS = new("CREATE_IN_PROGRESS");
    public static readonly ResourceStatus CREATE_FAILED = new("CREATE_FAILED");
    public static readonly ResourceStatus CREATE_COMPLETE = new("CREATE_COMPLETE");
    public static readonly ResourceStatus DELETE_IN_PROGRESS = new("DELETE_IN_PROGRESS");
    public static readonly ResourceStatus DELETE_FAILED = new("DELETE_FAILED");
    public static readonly ResourceStatus DELETE_COMPLETE = new("DELETE_COMPLETE");
    public static readonly ResourceStatus DELETE_SKIPPED = new("DELETE_SKIPPED");
    public static readonly ResourceStatus UPDATE_IN_PROGRESS = new("UPDATE_IN_PROGRESS");
    public static readonly ResourceStatus UPDATE_FAILED = new("UPDATE_FAILED");
    public static readonly ResourceStatus UPDATE_COMPLETE = new("UPDATE_COMPLETE");
    public static readonly ResourceStatus IMPORT_FAILED = new("IMPORT_FAILED");
    public static readonly ResourceStatus IMPORT_COMPLETE = new("IMPORT_COMPLETE");
    public static readonly ResourceStatus IMPORT_IN_PROGRESS = new("IMPORT_IN_PROGRESS");
    public static readonly ResourceStatus IMPORT_ROLLBACK_IN_PROGRESS = new("IMPORT_ROLLBACK_IN_PROGRESS");
    public static readonly ResourceStatus IMPORT_ROLLBACK_FAILED = new("IMPORT_ROLLBACK_FAILED");
    public static readonly ResourceStatus IMPORT_ROLLBACK_COMPLETE = new("IMPORT_ROLLBACK_COMPLETE");
    public static readonly ResourceStatus EXPORT_FAILED = new("EXPORT_FAILED");
    public static readonly ResourceStatus EXPORT_COMPLETE = new("EXPORT_COMPLETE");
    public static readonly ResourceStatus EXPORT_IN_PROGRESS = new("EXPORT_IN_PROGRESS");
    public static readonly ResourceStatus EXPORT_ROLLBACK_IN_PROGRESS = new("EXPORT_ROLLBACK_IN_PROGRESS");
    public static readonly ResourceStatus EXPORT_ROLLBACK_FAILED = new("EXPORT_ROLLBACK_FAILED");
    public static readonly ResourceStatus EXPORT_ROLLBACK_COMPLETE = new("EXPORT_ROLLBACK_COMPLETE");
    public static readonly ResourceStatus UPDATE_ROLLBACK_IN_PROGRESS = new("UPDATE_ROLLBACK_IN_PROGRESS");
    public static readonly ResourceStatus UPDATE_ROLLBACK_COMPLETE = new("UPDATE_ROLLBACK_COMPLETE");
    public static readonly ResourceStatus UPDATE_ROLLBACK_FAILED = new("UPDATE_ROLLBACK_FAILED");
    public static readonly ResourceStatus ROLLBACK_IN_PROGRESS = new("ROLLBACK_IN_PROGRESS");
    public static readonly ResourceStatus ROLLBACK_FAILED = new("ROLLBACK_FAILED");
    public static readonly ResourceStatus ROLLBACK_COMPLETE = new("ROLLBACK_COMPLETE");

    public ResourceStatus(string value) : base(value)
    {
    }

    public static ResourceStatus FindValue(string value) => FindValue<ResourceStatus>(value);

    public static implicit operator ResourceStatus(string value) => FindValue(value);
}

/// <summary>What a detection says of a stack. IN_SYNC is also said of a stack in which nothing could be checked. A value that is not listed here is kept as it is.</summary>
public sealed class StackDriftStatus : ConstantClass
{
    public static readonly StackDriftStatus DRIFTED = new("DRIFTED");
    public static readonly StackDriftStatus IN_SYNC = new("IN_SYNC");
    public static readonly StackDriftStatus UNKNOWN = new("UNKNOWN");
    public static readonly StackDriftStatus NOT_CHECKED = new("NOT_CHECKED");

    public StackDriftStatus(string value) : base(value)
    {
    }

    public static StackDriftStatus FindValue(string value) => FindValue<StackDriftStatus>(value);

    public static implicit operator StackDriftStatus(string value) => FindValue(value);
}

/// <summary>How far a detection has come. A value that is not listed here is kept as it is.</summary>
public sealed class StackDriftDetectionStatus : ConstantClass
{
    public static readonly StackDriftDetectionStatus DETECTION_IN_PROGRESS = new("DETECTION_IN_PROGRESS");
    public static readonly StackDriftDetectionStatus DETECTION_FAILED = new("DETECTION_FAILED");
    public static readonly StackDriftDetectionStatus DETECTION_COMPLETE = new("DETECTION_COMPLETE");

    public StackDriftDetectionStatus(string value) : base(value)
    {
    }

    public static StackDriftDetectionStatus FindValue(string value) => FindValue<StackDriftDetectionStatus>(value);

    public static implicit operator StackDriftDetectionStatus(string value) => FindValue(value);
}

/// <summary>What a detection says of a resource. A value that is not listed here is kept as it is.</summary>
public sealed class StackResourceDriftStatus : ConstantClass
{
    public static readonly StackResourceDriftStatus IN_SYNC = new("IN_SYNC");
    public static readonly StackResourceDriftStatus MODIFIED = new("MODIFIED");
    public static readonly StackResourceDriftStatus DELETED = new("DELETED");
    public static readonly StackResourceDriftStatus NOT_CHECKED = new("NOT_CHECKED");
    public static readonly StackResourceDriftStatus UNKNOWN = new("UNKNOWN");
    public static readonly StackResourceDriftStatus UNSUPPORTED = new("UNSUPPORTED");

    public StackResourceDriftStatus(string value) : base(value)
    {
    }

    public static StackResourceDriftStatus FindValue(string value) => FindValue<StackResourceDriftStatus>(value);

    public static implicit operator StackResourceDriftStatus(string value) => FindValue(value);
}

/// <summary>How a property differs. A value that is not listed here is kept as it is.</summary>
public sealed class DifferenceType : ConstantClass
{
    public static readonly DifferenceType ADD = new("ADD");
    public static readonly DifferenceType REMOVE = new("REMOVE");
    public static readonly DifferenceType NOT_EQUAL = new("NOT_EQUAL");

    public DifferenceType(string value) : base(value)
    {
    }

    public static DifferenceType FindValue(string value) => FindValue<DifferenceType>(value);

    public static implicit operator DifferenceType(string value) => FindValue(value);
}

/// <summary>Before or after transforms. A value that is not listed here is kept as it is.</summary>
public sealed class TemplateStage : ConstantClass
{
    public static readonly TemplateStage Original = new("Original");
    public static readonly TemplateStage Processed = new("Processed");

    public TemplateStage(string value) : base(value)
    {
    }

    public static TemplateStage FindValue(string value) => FindValue<TemplateStage>(value);

    public static implicit operator TemplateStage(string value) => FindValue(value);
}

/// <summary>What kind of extension the registry holds. A value that is not listed here is kept as it is.</summary>
public sealed class RegistryType : ConstantClass
{
    public static readonly RegistryType RESOURCE = new("RESOURCE");
    public static readonly RegistryType MODULE = new("MODULE");
    public static readonly RegistryType HOOK = new("HOOK");

    public RegistryType(string value) : base(value)
    {
    }

    public static RegistryType FindValue(string value) => FindValue<RegistryType>(value);

    public static implicit operator RegistryType(string value) => FindValue(value);
}

/// <summary>How it stands with a change set. A value that is not listed here is kept as it is.</summary>
public sealed class ChangeSetStatus : ConstantClass
{
    public static readonly ChangeSetStatus CREATE_PENDING = new("CREATE_PENDING");
    public static readonly ChangeSetStatus CREATE_IN_PROGRESS = new("CREATE_IN_PROGRESS");
    public static readonly ChangeSetStatus CREATE_COMPLETE = new("CREATE_COMPLETE");
    public static readonly ChangeSetStatus DELETE_PENDING = new("DELETE_PENDING");
    public static readonly ChangeSetStatus DELETE_IN_PROGRESS = new("DELETE_IN_PROGRESS");
    public static readonly ChangeSetStatus DELETE_COMPLETE = new("DELETE_COMPLETE");
    public static readonly ChangeSetStatus DELETE_FAILED = new("DELETE_FAILED");
    public static readonly ChangeSetStatus FAILED = new("FAILED");

    public ChangeSetStatus(string value) : base(value)
    {
    }

    public static ChangeSetStatus FindValue(string value) => FindValue<ChangeSetStatus>(value);

    public static implicit operator ChangeSetStatus(string value) => FindValue(value);
}

/// <summary>Whether a change set may be executed, or was. A value that is not listed here is kept as it is.</summary>
public sealed class ExecutionStatus : ConstantClass
{
    public static readonly ExecutionStatus UNAVAILABLE = new("UNAVAILABLE");
    public static readonly ExecutionStatus AVAILABLE = new("AVAILABLE");
    public static readonly ExecutionStatus EXECUTE_IN_PROGRESS = new("EXECUTE_IN_PROGRESS");
    public static readonly ExecutionStatus EXECUTE_COMPLETE = new("EXECUTE_COMPLETE");
    public static readonly ExecutionStatus EXECUTE_FAILED = new("EXECUTE_FAILED");
    public static readonly ExecutionStatus OBSOLETE = new("OBSOLETE");

    public ExecutionStatus(string value) : base(value)
    {
    }

    public static ExecutionStatus FindValue(string value) => FindValue<ExecutionStatus>(value);

    public static implicit operator ExecutionStatus(string value) => FindValue(value);
}

/// <summary>What a change set does to a resource. A value that is not listed here is kept as it is.</summary>
public sealed class ChangeAction : ConstantClass
{
    public static readonly ChangeAction Add = new("Add");
    public static readonly ChangeAction Modify = new("Modify");
    public static readonly ChangeAction Remove = new("Remove");
    public static readonly ChangeAction Import = new("Import");
    public static readonly ChangeAction Dynamic = new("Dynamic");

    public ChangeAction(string value) : base(value)
    {
    }

    public static ChangeAction FindValue(string value) => FindValue<ChangeAction>(value);

    public static implicit operator ChangeAction(string value) => FindValue(value);
}

/// <summary>Whether a change replaces the resource. A value that is not listed here is kept as it is.</summary>
public sealed class Replacement : ConstantClass
{
    public static readonly Replacement True = new("True");
    public static readonly Replacement False = new("False");
    public static readonly Replacement Conditional = new("Conditional");

    public Replacement(string value) : base(value)
    {
    }

    public static Replacement FindValue(string value) => FindValue<Replacement>(value);

    public static implicit operator Replacement(string value) => FindValue(value);
}

/// <summary>Which part of a resource a change touches. A value that is not listed here is kept as it is.</summary>
public sealed class ResourceAttribute : ConstantClass
{
    public static readonly ResourceAttribute Properties = new("Properties");
    public static readonly ResourceAttribute Metadata = new("Metadata");
    public static readonly ResourceAttribute CreationPolicy = new("CreationPolicy");
    public static readonly ResourceAttribute UpdatePolicy = new("UpdatePolicy");
    public static readonly ResourceAttribute DeletionPolicy = new("DeletionPolicy");
    public static readonly ResourceAttribute UpdateReplacePolicy = new("UpdateReplacePolicy");
    public static readonly ResourceAttribute Tags = new("Tags");

    public ResourceAttribute(string value) : base(value)
    {
    }

    public static ResourceAttribute FindValue(string value) => FindValue<ResourceAttribute>(value);

    public static implicit operator ResourceAttribute(string value) => FindValue(value);
}
