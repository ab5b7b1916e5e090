global using System.Collections.Immutable;
global using Dashboard.Core.Values;
