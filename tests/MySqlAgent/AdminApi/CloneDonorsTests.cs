using ClusterSetSuite.MySqlAgent.AdminApi;

namespace ClusterSetSuite.MySqlAgent.Tests.AdminApi;

public class CloneDonorsTests
{
    private static readonly string[] Two = ["prd-0:3306", "prd-1:3306"];
    private readonly CloneDonors _donors = new();
    private int _waits;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_clone_has_a_donor_of_its_own_and_the_next_waits_for_the_first_that_is_free_again()
    {
        var (first, second) = (await Take(), await Take());
        Assert.Equal((Two[0], Two[1]), (first.Address, second.Address));
        Assert.Equal(0, _waits);

        var third = Take();
        var fourth = Take();
        Assert.Equal((false, false, 2), (third.IsCompleted, fourth.IsCompleted, _waits));
        second.Dispose();
        var next = await (await Task.WhenAny(third, fourth));
        Assert.Equal("prd-1:3306", next.Address);
        first.Dispose();
        Assert.Equal(["prd-0:3306", "prd-1:3306"], (await Task.WhenAll(third, fourth)).Select(donor => donor.Address).Order());
        Assert.Equal(2, _waits);
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_takes_nothing()
    {
        var (first, _) = (await Take(), await Take());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var waiting = _donors.Take(Two, () => _waits++, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        first.Dispose();
        using var last = await Take();
        Assert.Equal("prd-0:3306", last.Address);
    }

    private Task<CloneDonors.Donor> Take() => _donors.Take(Two, () => _waits++, Ct);
}
