;; Reductions of float32 lines in the memory of tfjs' wasm backend, where they lie. Sums are taken in float64, four
;; values at a time; results are exported globals, as a call can return but one number.
;; `at`, `a`, `b`: byte offsets; `n`: number of values.
(module
  (import "tfjs" "memory" (memory 1))
  (global $sum (export "sum") (mut f64) (f64.const 0))
  (global $squares (export "squares") (mut f64) (f64.const 0))
  (global $abs (export "abs") (mut f64) (f64.const 0))
  (global $max (export "max") (mut f32) (f32.const 0))
  (global $nonzeros (export "nonzeros") (mut i32) (i32.const 0))

  (func $total (param $x v128) (result f64)
    (f64.add (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 1 (local.get $x))))

  ;; Σx, Σx², Σ|x|, max|x| and how many values are not 0, in one pass.
  (func (export "moments") (param $at i32) (param $n i32)
    (local $end i32) (local $x v128) (local $low v128) (local $high v128) (local $y f32) (local $d f64)
    (local $sum1 v128) (local $sum2 v128) (local $squares1 v128) (local $squares2 v128)
    (local $abs1 v128) (local $abs2 v128) (local $most v128) (local $count v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (i32.and (local.get $n) (i32.const -4)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $x (v128.load align=4 (local.get $at)))
        (local.set $count (i32x4.sub (local.get $count)
          (f32x4.ne (local.get $x) (v128.const f32x4 0 0 0 0))))
        (local.set $low (f64x2.promote_low_f32x4 (local.get $x)))
        (local.set $high (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
        (local.set $sum1 (f64x2.add (local.get $sum1) (local.get $low)))
        (local.set $sum2 (f64x2.add (local.get $sum2) (local.get $high)))
        (local.set $squares1 (f64x2.add (local.get $squares1) (f64x2.mul (local.get $low) (local.get $low))))
        (local.set $squares2 (f64x2.add (local.get $squares2) (f64x2.mul (local.get $high) (local.get $high))))
        (local.set $abs1 (f64x2.add (local.get $abs1) (f64x2.abs (local.get $low))))
        (local.set $abs2 (f64x2.add (local.get $abs2) (f64x2.abs (local.get $high))))
        (local.set $most (i32x4.max_s (local.get $most) (f32x4.abs (local.get $x))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (global.set $sum (call $total (f64x2.add (local.get $sum1) (local.get $sum2))))
    (global.set $squares (call $total (f64x2.add (local.get $squares1) (local.get $squares2))))
    (global.set $abs (call $total (f64x2.add (local.get $abs1) (local.get $abs2))))
    (global.set $max (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))
    (global.set $nonzeros (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $count)) (i32x4.extract_lane 1 (local.get $count)))
      (i32.add (i32x4.extract_lane 2 (local.get $count)) (i32x4.extract_lane 3 (local.get $count)))))
    ;; The last one to three.
    (local.set $end (i32.add (local.get $end) (i32.shl (i32.and (local.get $n) (i32.const 3)) (i32.const 2))))
    (block $over
      (loop $rest
        (br_if $over (i32.eq (local.get $at) (local.get $end)))
        (local.set $y (f32.load (local.get $at)))
        (local.set $d (f64.promote_f32 (local.get $y)))
        (global.set $sum (f64.add (global.get $sum) (local.get $d)))
        (global.set $squares (f64.add (global.get $squares) (f64.mul (local.get $d) (local.get $d))))
        (global.set $abs (f64.add (global.get $abs) (f64.abs (local.get $d))))
        (global.set $max (f32.max (global.get $max) (f32.abs (local.get $y))))
        (global.set $nonzeros (i32.add (global.get $nonzeros) (f32.ne (local.get $y) (f32.const 0))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $rest))))

  ;; Σx².
  (func (export "sumSquares") (param $at i32) (param $n i32) (result f64)
    (local $end i32) (local $x v128) (local $low v128) (local $high v128) (local $d f64) (local $sum f64)
    (local $squares1 v128) (local $squares2 v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (i32.and (local.get $n) (i32.const -4)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $x (v128.load align=4 (local.get $at)))
        (local.set $low (f64x2.promote_low_f32x4 (local.get $x)))
        (local.set $high (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
        (local.set $squares1 (f64x2.add (local.get $squares1) (f64x2.mul (local.get $low) (local.get $low))))
        (local.set $squares2 (f64x2.add (local.get $squares2) (f64x2.mul (local.get $high) (local.get $high))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.set $sum (call $total (f64x2.add (local.get $squares1) (local.get $squares2))))
    (local.set $end (i32.add (local.get $end) (i32.shl (i32.and (local.get $n) (i32.const 3)) (i32.const 2))))
    (block $over
      (loop $rest
        (br_if $over (i32.eq (local.get $at) (local.get $end)))
        (local.set $d (f64.promote_f32 (f32.load (local.get $at))))
        (local.set $sum (f64.add (local.get $sum) (f64.mul (local.get $d) (local.get $d))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $rest)))
    (local.get $sum))

  ;; Σ(a − b)², the difference in float32 as the backend takes it.
  (func (export "sumSquaredDifference") (param $a i32) (param $b i32) (param $n i32) (result f64)
    (local $end i32) (local $x v128) (local $low v128) (local $high v128) (local $d f64) (local $sum f64)
    (local $squares1 v128) (local $squares2 v128)
    (local.set $end (i32.add (local.get $a) (i32.shl (i32.and (local.get $n) (i32.const -4)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $a) (local.get $end)))
        (local.set $x (f32x4.sub (v128.load align=4 (local.get $a)) (v128.load align=4 (local.get $b))))
        (local.set $low (f64x2.promote_low_f32x4 (local.get $x)))
        (local.set $high (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
        (local.set $squares1 (f64x2.add (local.get $squares1) (f64x2.mul (local.get $low) (local.get $low))))
        (local.set $squares2 (f64x2.add (local.get $squares2) (f64x2.mul (local.get $high) (local.get $high))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (br $next)))
    (local.set $sum (call $total (f64x2.add (local.get $squares1) (local.get $squares2))))
    (local.set $end (i32.add (local.get $end) (i32.shl (i32.and (local.get $n) (i32.const 3)) (i32.const 2))))
    (block $over
      (loop $rest
        (br_if $over (i32.eq (local.get $a) (local.get $end)))
        (local.set $d (f64.promote_f32 (f32.sub (f32.load (local.get $a)) (f32.load (local.get $b)))))
        (local.set $sum (f64.add (local.get $sum) (f64.mul (local.get $d) (local.get $d))))
        (local.set $a (i32.add (local.get $a) (i32.const 4)))
        (local.set $b (i32.add (local.get $b) (i32.const 4)))
        (br $rest)))
    (local.get $sum))

  ;; For each unit, the last axis, how many of its values lie below `low` or above `high`: added to int32 `counts`.
  ;; `units` is a multiple of four.
  (func (export "countOutside")
    (param $at i32) (param $n i32) (param $units i32) (param $counts i32) (param $low f32) (param $high f32)
    (local $end i32) (local $row i32) (local $x v128) (local $lows v128) (local $highs v128) (local $to i32)
    (local.set $lows (f32x4.splat (local.get $low)))
    (local.set $highs (f32x4.splat (local.get $high)))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 2))))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $to (local.get $counts))
        (local.set $row (i32.add (local.get $at) (i32.shl (local.get $units) (i32.const 2))))
        (loop $next
          (local.set $x (v128.load align=4 (local.get $at)))
          (v128.store align=4 (local.get $to)
            (i32x4.sub (v128.load align=4 (local.get $to))
              (v128.or (f32x4.lt (local.get $x) (local.get $lows)) (f32x4.gt (local.get $x) (local.get $highs)))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $to (i32.add (local.get $to) (i32.const 16)))
          (br_if $next (i32.lt_u (local.get $at) (local.get $row))))
        (br $rows))))

  ;; Σ over rows of Σ(x − mean of the row)²; `units`, the length of a row, is a multiple of four.
  (func (export "sumSquaresAroundRows") (param $at i32) (param $n i32) (param $units i32) (result f64)
    (local $end i32) (local $row i32) (local $next i32) (local $x v128) (local $low v128) (local $high v128)
    (local $sum1 v128) (local $sum2 v128) (local $mean v128) (local $squares1 v128) (local $squares2 v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 2))))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $row (local.get $at))
        (local.set $next (i32.add (local.get $at) (i32.shl (local.get $units) (i32.const 2))))
        (local.set $sum1 (v128.const f64x2 0 0))
        (local.set $sum2 (v128.const f64x2 0 0))
        (loop $adding
          (local.set $x (v128.load align=4 (local.get $at)))
          (local.set $sum1 (f64x2.add (local.get $sum1) (f64x2.promote_low_f32x4 (local.get $x))))
          (local.set $sum2 (f64x2.add (local.get $sum2) (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x)))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $adding (i32.lt_u (local.get $at) (local.get $next))))
        (local.set $mean (f64x2.splat (f64.div
          (call $total (f64x2.add (local.get $sum1) (local.get $sum2)))
          (f64.convert_i32_u (local.get $units)))))
        (local.set $at (local.get $row))
        (loop $squaring
          (local.set $x (v128.load align=4 (local.get $at)))
          (local.set $low (f64x2.sub (f64x2.promote_low_f32x4 (local.get $x)) (local.get $mean)))
          (local.set $high (f64x2.sub (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x)))
            (local.get $mean)))
          (local.set $squares1 (f64x2.add (local.get $squares1) (f64x2.mul (local.get $low) (local.get $low))))
          (local.set $squares2 (f64x2.add (local.get $squares2) (f64x2.mul (local.get $high) (local.get $high))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $squaring (i32.lt_u (local.get $at) (local.get $next))))
        (br $rows)))
    (call $total (f64x2.add (local.get $squares1) (local.get $squares2)))))
