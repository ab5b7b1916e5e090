global using System.Collections.Immutable;
global using Dashboard.Core.Model;
global using Dashboard.Core.Values;
