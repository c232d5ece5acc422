namespace SeamAcs
{
    /// <summary>How far a call is.</summary>
    public struct Progress
    {
        internal Progress(OpHandle op)
        {
            Native.seam_acs_op_progress(op, out var done, out var failed, out var total, out var concurrency, out var perSecond);
            Done = (long)done;
            Failed = (long)failed;
            Total = (long)total;
            Concurrency = (long)concurrency;
            PerSecond = (long)perSecond;
        }

        /// <summary>Records that were read, or changes that are as asked.</summary>
        public long Done { get; }

        /// <summary>Changes that failed or are in doubt.</summary>
        public long Failed { get; }

        /// <summary>Of them; 0 while that is not known.</summary>
        public long Total { get; }

        /// <summary>Requests that may be under way now.</summary>
        public long Concurrency { get; }

        /// <summary>Done or failed since the begin.</summary>
        public long PerSecond { get; }
    }
}
