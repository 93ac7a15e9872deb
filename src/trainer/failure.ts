export { Failure } from '../core/failure';
