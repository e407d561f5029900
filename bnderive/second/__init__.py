"""The second engine: what the kernel proved, tried at random points modulo primes, by dual numbers. It never proves.

*Sizes.* Let left − right, with its definitions put in and its index-free denominators cleared, be a sum of products of
functions of single elements, of explicit N and of Σ over an axis: at most s of these Σ in one product, at most w
together with the explicit N, and f distinct free indices. If it vanishes identically in the inputs at w + 1 sizes
N ≥ s + f, it vanishes at every N.

*Proof.* Split each multiple Σ by which of its indices coincide, with each other or with free ones: δ and j ≠ i become
0 or 1. What remains are sums over injective choices of t ≤ s new indices of products of functions of one element each.
Let 1 and W span these functions; a slot that holds 1 sums to N − f − t + 1. So the difference is Σ_b c_b(N) M_b(N),
where M_b sums a product b of t functions of W over all injective choices. Each slot that was summed out, like each
explicit N, raised the degree of c_b by one: it is at most w − t. For N ≥ s + f there are t elements for b, and M_b
holds the product of the functions of b on them, which no other M_b' holds: the M_b are linearly independent. Hence
every c_b vanishes at w + 1 sizes, and has degree ≤ w. ∎

With several axes the others are fixed while one grows, so that a grid of sizes settles all. Both counts are sharp:
x_i = Σ_j x_j holds at N = 1, Π_{k<s} (Σ_j 1 − s − k) = 0 at the s sizes from s on.

The argument needs ring operations alone: √(v + ε) is free as r, with ε = r² − v; exponentials of single elements, and
what is below a Σ and is one function of each element, are among the functions above. Anything else is *sampled*.
*Points.* Left − right is a fraction whose numerator has a bounded degree in what is drawn: where it is not zero modulo
p, it is so at a random point with a chance of at most degree/p. The primes are drawn too, so that no coefficient can be
made for them.
"""

from bnderive.second.engine import Abstains, Contradicted, Engine, Outcome, Sampled, Settled, Trial, examine, examined

__all__ = ["Abstains", "Contradicted", "Engine", "Outcome", "Sampled", "Settled", "Trial", "examine", "examined"]
