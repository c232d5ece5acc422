using System;
using System.Runtime.InteropServices;

namespace SeamAcs
{
    /// <summary>An object of the library's: used by calls only while it is there, and freed once, also if nobody disposes of
    /// it.</summary>
    internal abstract class Handle : SafeHandle
    {
        protected Handle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid => handle == IntPtr.Zero;
    }

    internal sealed class ErrorHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_error_free(handle);
            return true;
        }
    }

    internal sealed class OptionsHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_options_free(handle);
            return true;
        }
    }

    internal sealed class ClientHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_client_free(handle);
            return true;
        }
    }

    internal sealed class PlanHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_plan_free(handle);
            return true;
        }
    }

    internal sealed class OpHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_op_free(handle);
            return true;
        }
    }

    internal sealed class QueueHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_queue_free(handle);
            return true;
        }
    }

    internal sealed class OutboxHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_outbox_free(handle);
            return true;
        }
    }

    internal sealed class RecordHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_record_free(handle);
            return true;
        }
    }

    internal sealed class ListHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.seam_acs_list_free(handle);
            return true;
        }
    }
}
