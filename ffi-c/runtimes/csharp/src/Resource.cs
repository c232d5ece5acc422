using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SeamAcs
{
    /// <summary>What Seam described, with what this version does not know of it.</summary>
    public abstract class Resource
    {
        internal Resource(string json, IReadOnlyDictionary<string, object> members)
        {
            Json = json;
            Members = members;
        }

        /// <summary>All of it, as it came.</summary>
        public string Json { get; }

        /// <summary>All of it by name, also what has no property here: texts, flags, longs, doubles, lists, dictionaries and
        /// nulls.</summary>
        public IReadOnlyDictionary<string, object> Members { get; }

        /// <summary>The JSON.</summary>
        public override string ToString() => Json;

        internal string Text(string name) => (string)Find(name);

        internal bool? Flag(string name) => (bool?)Find(name);

        internal double? Number(string name)
        {
            var found = Find(name);
            return found == null ? (double?)null : Convert.ToDouble(found, CultureInfo.InvariantCulture);
        }

        internal IReadOnlyList<string> Texts(string name) => Items(name)?.Cast<string>().ToList();

        internal IReadOnlyDictionary<string, object> Object(string name) => (IReadOnlyDictionary<string, object>)Find(name);

        internal IReadOnlyList<IReadOnlyDictionary<string, object>> Objects(string name) =>
            Items(name)?.Cast<IReadOnlyDictionary<string, object>>().ToList();

        private IReadOnlyList<object> Items(string name) => (IReadOnlyList<object>)Find(name);

        private object Find(string name) => Members.TryGetValue(name, out var found) ? found : null;
    }
}
