"""The second engine: what the kernel proved, tried on random batches modulo primes, by dual numbers. It never proves.

*Batches.* f elements that the free indices stand for are single; every other one stands for a group of w elements with
its inputs, w drawn at random: Σ_j h_j is Σ w_k h_k over the groups, and N is f + Σ w_k. (An element that a bound index
or a ∂ speaks of is told apart from its group, which then counts w − 1.) So one batch stands for all sizes at once.

*How many groups.* Let left − right, with its definitions put in and its index-free denominators that hold a Σ cleared,
be a sum of products of functions of single elements, of N, of parameters, and of at most s sums Σ. If it vanishes
identically in weights and inputs on f elements and s + 1 groups, it vanishes at every size N ≥ f where it is defined.

*Proof.* Split each Σ by whether its index coincides with another Σ's or a free one: δ and j ≠ i become 0 or 1, and what
remains is a polynomial of degree ≤ s in power sums P_b = Σ w_k b(x_k) over the elements that are not free, with
coefficients in the field K of functions of N, of the parameters and of the free elements. Choose functions b that are
linearly independent with 1 over K, and P_1 = N − f. Let z be the element of the last group, and join its inputs to K:
with b − b(z) for b the polynomial has the same degree, and its sums do not hold the last group. The weight of that
group makes N independent of all else, so that N is as good as a parameter. The part of degree t ≤ s has in front of
w_1 w_2 … w_t the sum of all c b_1(x_1) b_2(x_2) … b_t(x_t), over all orders of the b. Products of independent functions
of different elements are independent: every c is zero. So is the polynomial, however many elements there are. ∎

With several axes the others are held while one varies. The argument needs ring operations alone: √(v + ε) is free as r,
with ε = r² − v; exponentials of single elements, and what is below a Σ and is one function of each element, are among
the functions above. Anything else is *sampled*: it held at the sizes that were drawn.

*Error.* Left − right is a fraction whose numerator has a bounded degree in what is drawn. Where it is not zero, a prime
can divide all its coefficients, or the point be a root of it. Both are counted in `Trial.error`. Where a root may have
either sign modulo p, each point tells a wrong sign with a chance of ½ only.
"""

from bnderive.second.engine import Abstains, Contradicted, Engine, Outcome, Sampled, Settled, Trial, examine, examined

__all__ = ["Abstains", "Contradicted", "Engine", "Outcome", "Sampled", "Settled", "Trial", "examine", "examined"]
